// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.Rectangle;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageReader;

/** The first page of a TIFF file, decoded by the reader of TwelveMonkeys. */
final class TiffPicture implements Picture {
  private static final int PREMULTIPLIED = 1;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;

  /** White is 0, black is 0, RGB, palette, CMYK, YCbCr: the reader gets others wrong, or fails. */
  private static final Set<Long> READ = Set.of(0L, 1L, 2L, 3L, 5L, 6L);

  private final byte[] file;
  private final TiffDirectory directory;
  private final Size size;
  private final long bytesOfPixel;

  private TiffPicture(byte[] file, TiffDirectory directory, Size size, long bytesOfPixel) {
    this.file = file;
    this.directory = directory;
    this.size = size;
    this.bytesOfPixel = bytesOfPixel;
  }

  static TiffPicture open(byte[] file) throws IOException {
    TiffDirectory directory = TiffDirectory.read(ByteBuffer.wrap(file));
    if (!directory.isWhole()) {
      throw Refusal.cutShort();
    }
    requireColours(directory.number(TiffDirectory.PHOTOMETRIC).orElse(0L));
    requireData(file, directory, TiffDirectory.STRIP_OFFSETS, TiffDirectory.STRIP_BYTE_COUNTS);
    requireData(file, directory, TiffDirectory.TILE_OFFSETS, TiffDirectory.TILE_BYTE_COUNTS);
    ImageReader reader = reader(file);
    try {
      Size size = new Size(reader.getWidth(0), reader.getHeight(0));
      long bits = directory.numbers(TiffDirectory.BITS_PER_SAMPLE).sum();
      return new TiffPicture(file, directory, size, Math.max(1, bits / Byte.SIZE));
    } finally {
      reader.dispose();
    }
  }

  private static void requireColours(long kind) throws Refusal {
    if (!READ.contains(kind)) {
      String name =
          kind >= 8 && kind <= 10 ? "L*a*b* colours" : "photometric interpretation " + kind;
      throw new Refusal("is a TIFF file of " + name + "; save it as RGB");
    }
  }

  private static void requireData(byte[] file, TiffDirectory directory, int offsets, int counts)
      throws Refusal {
    long[] begin = directory.numbers(offsets).toArray();
    long[] length = directory.numbers(counts).toArray();
    for (int i = 0; i < Math.min(begin.length, length.length); i++) {
      if (begin[i] > file.length || length[i] > file.length - begin[i]) {
        throw Refusal.cutShort();
      }
    }
  }

  private static ImageReader reader(byte[] file) {
    ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
    reader.setInput(new SlicedInput(List.of(SlicedInput.Slice.of(file))), false, true);
    return reader;
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public Orientation orientation() {
    return directory.orientation();
  }

  @Override
  public long memory() {
    return size.pixels() * bytesOfPixel;
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    ImageReader reader = reader(file);
    try {
      BufferedImage image = reader.read(0); // not the part alone: that fails with tiles
      Raster raster = image.getRaster();
      Colours colours = Colours.of(image.getColorModel(), profile(), isPremultiplied(image));
      int[] argb = new int[part.width];
      for (int y = 0; y < part.height; y++) {
        colours.row(raster, part.x, part.y + y, argb);
        sink.row(y, argb);
      }
    } finally {
      reader.dispose();
    }
  }

  private boolean isPremultiplied(BufferedImage image) {
    return image.isAlphaPremultiplied()
        || directory.number(TiffDirectory.EXTRA_SAMPLES).orElse(0L) == PREMULTIPLIED;
  }

  /** Other photometric interpretations than grey, RGB, palette and CMYK are converted already. */
  private Optional<ICC_Profile> profile() {
    long kind = directory.number(TiffDirectory.PHOTOMETRIC).orElse(0L);
    byte[] bytes = directory.bytes(TiffDirectory.ICC_PROFILE);
    return kind <= PALETTE || kind == CMYK ? Profiles.of(bytes) : Optional.empty();
  }
}
