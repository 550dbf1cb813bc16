// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  private static final Color RED = new Color(200, 40, 90);

  @Test
  void aPictureOfTheRightSizeIsReadPixelByPixel() {
    BufferedImage picture = filled(4, 3, Color.BLACK);
    picture.setRGB(1, 0, 0x0a141e);

    byte[] pixels = PictureReader.of(3, 4, 3).read(picture);

    assertThat(pixels).hasSize(3 * 4 * 3).startsWith(0, 0, 0, 10, 20, 30, 0);
  }

  @Test
  void aResourceThatIsNotThereIsSaidToBe() {
    PictureReader reader = PictureReader.of(3, 4, 3);

    assertThatNullPointerException()
        .isThrownBy(() -> reader.read(PictureReader.class.getResourceAsStream("typo.jpg")))
        .withMessageContaining("getResourceAsStream gives null where it finds no resource");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 31, 33, 64, 2_000})
  void theMiddleIsTakenOfPicturesOfAnySize(int size) {
    BufferedImage picture = filled(3 * size, size, Color.GREEN);
    picture.createGraphics().fillRect(size, 0, size, size);

    assertThat(PictureReader.of(8, 8, 3).read(picture)).hasSize(192).containsOnly(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_999, 2_000, 2_001, 3_100})
  void shrinkingTakesTheMeanOfAllPixels(int size) {
    BufferedImage checker = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
    for (int i = 0; i < size * size; i++) {
      checker.setRGB(i % size, i / size, (i % size + i / size) % 2 * 0xffffff);
    }

    for (byte pixel : PictureReader.of(8, 8, 1).read(checker)) {
      assertThat(pixel & 0xff).isBetween(127, 128);
    }
  }

  @Test
  void aPaddedPictureIsWholeAndInTheMiddle() {
    PictureReader reader =
        PictureReader.of(4, 4, 3).withFit(Fit.PAD).withBackground(new Color(1, 2, 3));

    byte[] pixels = reader.read(filled(8, 4, RED));

    byte[] row = {(byte) 200, 40, 90};
    assertThat(pixels).startsWith(1, 2, 3, 1, 2, 3).endsWith(1, 2, 3);
    assertThat(java.util.Arrays.copyOfRange(pixels, 12, 15)).containsExactly(row);
    assertThat(java.util.Arrays.copyOfRange(pixels, 33, 36)).containsExactly(row);
  }

  @ParameterizedTest
  @CsvSource({"40, 10", "10, 40", "1, 1", "1, 500"})
  void aStretchedPictureFillsTheImage(int width, int height) {
    byte[] pixels = PictureReader.of(2, 3, 3).withFit(Fit.STRETCH).read(filled(width, height, RED));

    assertThat(pixels).hasSize(18);
    for (int i = 0; i < 18; i += 3) {
      assertThat(pixels[i]).isEqualTo((byte) 200);
    }
  }

  @Test
  void transparentPixelsShowTheBackground() {
    BufferedImage clear = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x80ff0000);
    PictureReader reader = PictureReader.of(40, 40, 3);

    assertThat(reader.read(clear)).startsWith(255, 127, 127, 255, 255);
    assertThat(reader.withBackground(Color.BLUE).read(clear)).startsWith(128, 0, 127, 0, 0, 255);
  }

  @Test
  void aNetworkOfOneChannelGetsTheLuma() {
    assertThat(PictureReader.of(1, 1, 1).read(filled(5, 5, RED)))
        .containsExactly(Math.round(0.2126f * 200 + 0.7152f * 40 + 0.0722f * 90));
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 3", "5, 0, 3", "5, 5, 2", "5, 5, 4"})
  void otherShapesAreRefused(int height, int width, int channels) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> PictureReader.of(height, width, channels))
        .withMessage(
            "Pictures become images of 1 or 3 channels, not of %d x %d x %d.",
            height, width, channels);
  }

  @Test
  void imagesTooLargeForAnArrayAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> PictureReader.of(40_000, 30_000, 3))
        .withMessage(
            "Pictures become images of at most 268,435,456 pixels, not of 40,000 x 30,000.");
  }

  @Test
  void theMiddleOfATallPictureIsTakenForAWideImage() {
    Rectangle part = Fit.CROP.part(new Size(1, 1 << 20), new Size(4_096, 1));

    assertThat(part).isEqualTo(new Rectangle(0, (1 << 19) - 1, 1, 1));
  }

  private static BufferedImage filled(int width, int height, Color colour) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, colour.getRGB());
    }
    return picture;
  }
}
