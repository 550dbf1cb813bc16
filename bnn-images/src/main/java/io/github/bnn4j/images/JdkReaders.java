// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.io.IOException;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The readers of the JDK, whatever other ones an application has registered for their formats. */
final class JdkReaders {
  private JdkReaders() {}

  /** A new reader of a format. */
  static ImageReader of(String format) throws IOException {
    String name = "com.sun.imageio.plugins." + format + ".";
    ImageReaderSpi provider =
        StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                    IIORegistry.getDefaultInstance()
                        .getServiceProviders(ImageReaderSpi.class, false),
                    0),
                false)
            .filter(each -> each.getClass().getName().startsWith(name))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("this JVM has no reader of " + format + " files"));
    return provider.createReaderInstance();
  }
}
