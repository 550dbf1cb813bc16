// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
  private static final int SIDE = 3_000;

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void pictureIsReadWithoutTheMemoryForAllOfIt(String format) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillOval(0, 0, SIDE, SIDE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    PictureReader reader = PictureReader.of(32, 32, 3);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    reader.read(new ByteArrayInputStream(out.toByteArray()));
    long taken = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(taken).isLessThan((long) SIDE * SIDE);
  }
}
