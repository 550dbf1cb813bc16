// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** A WebP file, or the first picture of an animated one; decoded by libwebp. */
final class WebpPicture implements Picture {
  /** The decoder's own pixels, and a copy of them in Java. */
  private static final int BYTES_OF_PIXEL = 8;

  private final WebpChunks chunks;

  private WebpPicture(WebpChunks chunks) {
    this.chunks = chunks;
  }

  static WebpPicture open(byte[] file) throws IOException {
    return new WebpPicture(WebpChunks.read(file));
  }

  @Override
  public Size size() {
    return chunks.canvas();
  }

  @Override
  public Orientation orientation() {
    return chunks.orientation();
  }

  @Override
  public long memory() {
    return (long) chunks.frame().width * chunks.frame().height * BYTES_OF_PIXEL;
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    Rectangle frame = chunks.frame();
    BufferedImage image = image();
    if (image.getWidth() != frame.width || image.getHeight() != frame.height) {
      throw Refusal.damaged("its picture has another size than its header says");
    }
    new FrameRows(
            frame, image.getRaster(), Colours.of(image.getColorModel(), chunks.profile(), false))
        .read(part, sink);
  }

  private BufferedImage image() throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try {
      reader.setInput(chunks.still(), false, true);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }
}
