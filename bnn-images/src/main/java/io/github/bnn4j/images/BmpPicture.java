// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** A BMP file. */
final class BmpPicture implements Picture {
  private static final int OFFSET_OF_PIXELS = 10;
  private static final int HEADER = 14;
  private static final int OLD_HEADER = 12;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;

  private final byte[] file;
  private final Size size;

  private BmpPicture(byte[] file, Size size) {
    this.file = file;
    this.size = size;
  }

  static BmpPicture open(byte[] file) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    boolean old = file.length > HEADER + 4 && header.getInt(HEADER) == OLD_HEADER;
    if (file.length < HEADER + (old ? OLD_HEADER : 40)) {
      throw Refusal.cutShort();
    }
    int width = old ? header.getShort(HEADER + 4) : header.getInt(HEADER + 4);
    int height = Math.abs(old ? header.getShort(HEADER + 6) : header.getInt(HEADER + 8));
    int bits = header.getShort(HEADER + (old ? 10 : 14));
    int compression = old ? 0 : header.getInt(HEADER + 16);
    if (width <= 0 || height <= 0) {
      throw Refusal.damaged("its header says " + width + " x " + height + " pixels");
    }
    long row = ((long) width * bits + 31) / 32 * 4;
    long begin = Integer.toUnsignedLong(header.getInt(OFFSET_OF_PIXELS));
    boolean packed = compression == RLE8 || compression == RLE4;
    if (begin + (packed ? 1 : row * height) > file.length) {
      throw Refusal.cutShort();
    }
    return new BmpPicture(file, new Size(width, height));
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public Orientation orientation() {
    return Orientation.TOP_LEFT;
  }

  @Override
  public long memory() {
    return size.pixels() * Integer.BYTES;
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    ImageReader reader = JdkReaders.of("bmp");
    try {
      reader.setInput(new SlicedInput(List.of(SlicedInput.Slice.of(file))), true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceRegion(part);
      BufferedImage image = reader.read(0, param);
      if (hasUndeclaredAlpha(image)) {
        readWithAlpha(image, sink);
      } else {
        new BufferedPicture(image).read(new Rectangle(part.width, part.height), sink);
      }
    } finally {
      reader.dispose();
    }
  }

  /**
   * Some programs write alpha into a byte that is not used; where it is not, it is 0 throughout.
   */
  private static boolean hasUndeclaredAlpha(BufferedImage image) {
    return image.getType() == BufferedImage.TYPE_INT_RGB
        && IntStream.of(((DataBufferInt) image.getRaster().getDataBuffer()).getData())
            .anyMatch(pixel -> pixel >>> 24 != 0);
  }

  private static void readWithAlpha(BufferedImage image, RowSink sink) {
    int width = image.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getDataElements(0, y, width, 1, row);
      sink.row(y, row);
    }
  }
}
