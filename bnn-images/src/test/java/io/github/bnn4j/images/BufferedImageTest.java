// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedImageTest {
  private static final Color RED = new Color(200, 40, 90);

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_USHORT_555_RGB
      })
  void aColourIsTheSameInEachTypeOfImage(int type) {
    BufferedImage image = new BufferedImage(3, 2, type);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, RED.getRGB());
    }

    byte[] pixels = PictureReader.of(1, 1, 3).read(image);

    int step = type >= BufferedImage.TYPE_USHORT_565_RGB ? 7 : 0;
    assertThat(pixels[0] & 0xff).isBetween(200 - step, 200 + step);
    assertThat(pixels[1] & 0xff).isBetween(40 - step, 40 + step);
    assertThat(pixels[2] & 0xff).isBetween(90 - step, 90 + step);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyStaysAsBrightAsItIsStored(int type) {
    BufferedImage image = new BufferedImage(1, 1, type);
    image.getRaster().setSample(0, 0, 0, type == BufferedImage.TYPE_BYTE_GRAY ? 128 : 128 * 257);

    assertThat(PictureReader.of(1, 1, 3).read(image)).containsOnly((byte) 128);
  }

  @Test
  void imageOfLinearLightIsEncoded() {
    ColorModel linear =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
            false,
            false,
            1,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = linear.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {54, 54, 54});

    byte[] pixels = PictureReader.of(1, 1, 3).read(new BufferedImage(linear, raster, false, null));

    assertThat(pixels[0] & 0xff).isBetween(125, 129);
  }

  @Test
  void imageOfFloatsIsReadFromZeroToOne() {
    ColorModel floats =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_FLOAT);
    WritableRaster raster = floats.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new float[] {0.5f, 2, -1});

    assertThat(PictureReader.of(1, 1, 3).read(new BufferedImage(floats, raster, false, null)))
        .containsExactly(128, 255, 0);
  }

  @Test
  void partOfAnImageIsReadWhereItLies() {
    BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
    image.setRGB(4, 5, RED.getRGB());

    assertThat(PictureReader.of(1, 1, 3).read(image.getSubimage(4, 5, 1, 1)))
        .containsExactly(200, 40, 90);
  }

  /** The JDK's reader of PNG is the twin: what it reads and what is read here are the same. */
  @Property(tries = 150)
  void pngIsReadAsTheJdkReadsIt(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll boolean alpha,
      @ForAll long seed)
      throws IOException {
    BufferedImage image =
        new BufferedImage(
            width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(4) * 0x31_2f_51_0b);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    PictureReader reader = PictureReader.of(height, width, 3);

    assertThat(reader.read(new ByteArrayInputStream(out.toByteArray())))
        .isEqualTo(reader.read(ImageIO.read(new ByteArrayInputStream(out.toByteArray()))));
  }
}
