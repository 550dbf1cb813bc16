// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedPictureTest {
  private static final PictureReader READER = PictureReader.of(8, 8, 3);

  /** The second page of a TIFF file, and what follows a JPEG picture, is not looked at. */
  private static final List<String> MORE_THAN_A_PICTURE =
      List.of("tiff-pages.tif", "jpeg-and-more.jpg", "jpeg-twice.jpg");

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.images.Table#entries")
  void isRefusedWhereverItIsCutShort(Table.Entry entry) {
    byte[] whole = entry.file();
    int step = Math.max(1, whole.length / 60);
    List<Integer> accepted = new ArrayList<>();

    for (int length = 0; length < whole.length; length += length < whole.length - 20 ? step : 1) {
      try {
        read(Arrays.copyOf(whole, length));
        accepted.add(length);
      } catch (PictureException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }

    if (!MORE_THAN_A_PICTURE.contains(entry.name())) {
      assertThat(accepted).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-444.jpg",
        "jpeg-422.jpg",
        "jpeg-420.jpg",
        "jpeg-411.jpg",
        "jpeg-grey.jpg",
        "jpeg-restarts.jpg",
        "jpeg-cmyk.jpg"
      })
  void jpegWhoseDataEndTooEarlyIsRefusedThoughItsEndIsMarked(String name) {
    byte[] whole = Table.file(name);
    ByteArrayOutputStream shortened = new ByteArrayOutputStream();
    shortened.write(whole, 0, whole.length - 62);
    shortened.write(whole, whole.length - 2, 2);

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> read(shortened.toByteArray()))
        .withMessageStartingWith("The picture is damaged: ");
  }

  @Test
  void pngWithAnyBitFlippedIsRefused() {
    byte[] png = Table.file("png-1x50.png");

    for (int bit = 0; bit < png.length * Byte.SIZE; bit++) {
      byte[] flipped = png.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatExceptionOfType(PictureException.class).isThrownBy(() -> read(flipped));
    }
  }

  private static void read(byte[] file) {
    READER.read(new ByteArrayInputStream(file));
  }
}
