// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A picture that a reader of ImageIO reads. */
record ImageIoPicture(ImageReader reader, Size size, Orientation orientation) implements Picture {
  static ImageIoPicture open(byte[] file, ImageReaderSpi provider) throws IOException {
    ImageReader reader = provider.createReaderInstance();
    reader.setInput(
        new MemoryCacheImageInputStream(new java.io.ByteArrayInputStream(file)), false, true);
    return new ImageIoPicture(
        reader, new Size(reader.getWidth(0), reader.getHeight(0)), Orientation.TOP_LEFT);
  }

  /** The JDK's own reader of a format, whatever else is registered. */
  static ImageReaderSpi ofJdk(String format) {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    Predicate<ImageReaderSpi> wanted =
        spi -> spi.getClass().getName().startsWith("com.sun.imageio.plugins." + format + ".");
    return Stream.iterate(all, Iterator::hasNext, each -> each)
        .map(Iterator::next)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceRegion(part);
    BufferedImage image = reader.read(0, param);
    new BufferedPicture(image).read(new Rectangle(0, 0, part.width, part.height), sink);
  }
}
