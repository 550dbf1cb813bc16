// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir Path directory;

  @Test
  void pictureOfTheRightSizeIsReadPixelByPixel() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 0, 0x0a141e);

    byte[] pixels = ImageFile.read(write(image, "png"), 32);

    assertThat(pixels).hasSize(32 * 32 * 3).startsWith(0, 0, 0, 10, 20, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 33, 64, 500, 2100})
  void middleSquareIsTakenAtAnySize(int size) throws IOException {
    BufferedImage image = new BufferedImage(3 * size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(10, 200, 30));
    graphics.fillRect(size, 0, size, size);

    byte[] pixels = ImageFile.read(write(image, "png"), 32);

    assertThat(pixels).startsWith(10, 200, 30).endsWith(10, 200, 30);
    assertThat(pixels[3 * (16 * 32 + 16) + 1]).isEqualTo((byte) 200);
  }

  @Test
  void shrinkingAveragesAllPixels() throws IOException {
    BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256 * 256; i++) {
      image.setRGB(i % 256, i / 256, (i % 256 + i / 256) % 2 == 0 ? 0xffffff : 0);
    }

    byte[] pixels = ImageFile.read(write(image, "png"), 32);

    for (byte pixel : pixels) {
      assertThat(pixel & 0xff).isBetween(120, 135);
    }
  }

  @Test
  void transparentPixelsAreWhite() throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);

    assertThat(ImageFile.read(write(image, "png"), 32)).containsOnly(-1);
  }

  @Test
  void hugePictureIsRefusedBeforeItTakesMemory() throws IOException {
    Path file = Files.write(directory.resolve("huge.png"), pngHeader(2_000_000_000, 2_000_000_000));

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFile.read(file, 32))
        .withMessageContaining("2,000,000,000 x 2,000,000,000 pixels; at most 30,000");
  }

  @Test
  void directoryIsRefused() {
    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFile.read(directory, 32))
        .withMessageContaining("is no file");
  }

  @Property(tries = 300)
  void damagedPictureIsReadOrRefused(
      @ForAll boolean jpeg, @ForAll long seed, @ForAll @IntRange(max = 20) int damages)
      throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillOval(3, 4, 20, 20);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, jpeg ? "jpg" : "png", out);
    byte[] bytes = out.toByteArray();
    for (int i = 0; i < damages; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    Path file = Files.createTempFile("damaged", ".image");
    Files.write(file, bytes);

    try {
      assertThat(ImageFile.read(file, 32)).hasSize(32 * 32 * 3);
    } catch (ImageException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aTruncatedPictureIsRefusedWithThePlaceWhereItEnds() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Path file = write(image, "png");
    byte[] whole = Files.readAllBytes(file);
    int half = whole.length / 2;
    Files.write(file, Arrays.copyOf(whole, half));

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFile.read(file, 32))
        .withMessageStartingWith(file + " could not be read as a picture: ")
        .withMessageEndingWith(" before byte " + half + ".");
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = directory.resolve("image." + format);
    ImageIO.write(image, format, file.toFile());
    return file;
  }

  private static byte[] pngHeader(int width, int height) {
    ByteBuffer chunk = ByteBuffer.allocate(17);
    chunk.put("IHDR".getBytes()).putInt(width).putInt(height);
    chunk.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.array());
    ByteBuffer file = ByteBuffer.allocate(33);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    return file.putInt(13).put(chunk.array()).putInt((int) crc.getValue()).array();
  }
}
