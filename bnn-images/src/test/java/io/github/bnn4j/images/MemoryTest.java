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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
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

    assertThat(bytesTakenFor(out.toByteArray())).isLessThan((long) SIDE * SIDE);
  }

  @Test
  void entriesOfExifThatAllNameTheSameDataTakeNoMemoryForEach() {
    byte[] jpeg = Table.file("jpeg-444.jpg");
    ByteBuffer file =
        ByteBuffer.allocate(4 + 65_000 + jpeg.length).put(jpeg, 0, 2).putShort((short) 0xffe1);
    file.putShort((short) 65_000).put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII));
    file.putInt(8).putShort((short) 4_000);
    for (int tag = 1; tag <= 4_000; tag++) {
      file.putShort((short) tag).putShort((short) 1).putInt(60_000).putInt(0);
    }
    file.position(4 + 65_000).put(jpeg, 2, jpeg.length - 2);

    assertThat(bytesTakenFor(file.array())).isLessThan(16 << 20);
  }

  private static long bytesTakenFor(byte[] file) {
    PictureReader reader = PictureReader.of(32, 32, 3);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    reader.read(new ByteArrayInputStream(file));
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
