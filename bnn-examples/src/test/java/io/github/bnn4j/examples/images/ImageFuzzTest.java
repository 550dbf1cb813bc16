// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.examples.fuzz.Fuzz;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFuzzTest {

  private static final int SIGNATURE = 8;
  private static final int AROUND_DATA = 12;

  @TempDir private Path folder;

  @Test
  void png() throws IOException {
    fuzz("png", ImageFuzzTest::rightChecksums);
  }

  @Test
  void jpeg() throws IOException {
    fuzz("jpg", UnaryOperator.identity());
  }

  private void fuzz(String format, UnaryOperator<byte[]> repair) throws IOException {
    Path file = folder.resolve("mutant");
    Fuzz.run(
        format,
        pictures(format),
        repair,
        ImageException.class,
        mutant -> ImageFile.read(Files.write(file, mutant), 32));
  }

  private static List<byte[]> pictures(String format) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage image = new BufferedImage(20, 12, type);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.ORANGE);
      graphics.fillOval(3, 2, 11, 9);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (ImageIO.write(image, format, out)) {
        pictures.add(out.toByteArray());
      }
    }
    return pictures;
  }

  /** Chunks are a length, a type, data, and the checksum of type and data. */
  private static byte[] rightChecksums(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    int at = SIGNATURE;
    while (at + AROUND_DATA <= png.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > png.length - at - AROUND_DATA) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(png, at + 4, length + 4);
      bytes.putInt(at + 8 + length, (int) crc.getValue());
      at += AROUND_DATA + length;
    }
    return png;
  }
}
