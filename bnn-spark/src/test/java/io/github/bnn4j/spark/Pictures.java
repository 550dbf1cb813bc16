// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Pictures for tests. */
public final class Pictures {
  public static final int SIDE = 32;

  private Pictures() {}

  /** Pixels of chance, [32, 32, 3], from an intensity on. */
  public static byte[] pixels(long seed, int from, int range) {
    Random random = new Random(seed);
    byte[] pixels = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (from + random.nextInt(range));
    }
    return pixels;
  }

  /** Pixels of chance, [32, 32, 3]. */
  public static byte[] pixels(long seed) {
    return pixels(seed, 0, 256);
  }

  /** A PNG file of pixels, [32, 32, 3]. */
  public static byte[] png(byte[] pixels) {
    return png(pixels, SIDE);
  }

  /** A PNG file of pixels, [height, width, 3]. */
  public static byte[] png(byte[] pixels, int width) {
    int height = pixels.length / 3 / width;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      int rgb =
          (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8 | pixels[3 * i + 2] & 0xff;
      picture.setRGB(i % width, i / width, rgb);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A PNG file of a black square with one bit a pixel. */
  public static byte[] black(int side) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(rows)) {
      byte[] row = new byte[1 + (side + 7) / 8];
      for (int y = 0; y < side; y++) {
        deflater.write(row);
      }
      deflater.finish();
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt(side);
      fields.writeInt(side);
      fields.write(new byte[] {1, 0, 0, 0, 0});
      file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
      chunk(file, "IHDR", header.toByteArray());
      chunk(file, "IDAT", rows.toByteArray());
      chunk(file, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content)
      throws IOException {
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(content.length);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.write(name);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }
}
