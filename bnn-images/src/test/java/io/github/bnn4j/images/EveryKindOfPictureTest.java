// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryKindOfPictureTest {
  private static final int TOLERANCE = 2;

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.images.Table#entries")
  void hasThePixelsThatImageMagickReads(Table.Entry entry) {
    Table.Ppm right = entry.right();

    byte[] read =
        PictureReader.of(right.height(), right.width(), 3)
            .withFit(Fit.STRETCH)
            .read(new ByteArrayInputStream(entry.file()));

    int largest = 0;
    for (int i = 0; i < read.length; i++) {
      largest = Math.max(largest, Math.abs((read[i] & 0xff) - (right.pixels()[i] & 0xff)));
    }
    assertThat(largest).as("largest difference of a channel").isLessThanOrEqualTo(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("io.github.bnn4j.images.Table#entries")
  void croppedIsTheMiddleOfWhatItIsAsAWhole(Table.Entry entry) {
    Table.Ppm right = entry.right();
    int side = Math.min(right.width(), right.height());
    int left = (right.width() - side) / 2;
    int top = (right.height() - side) / 2;
    byte[] whole =
        PictureReader.of(right.height(), right.width(), 3)
            .withFit(Fit.STRETCH)
            .read(new ByteArrayInputStream(entry.file()));

    byte[] cropped = PictureReader.of(side, side, 3).read(new ByteArrayInputStream(entry.file()));

    for (int y = 0; y < side; y++) {
      int from = ((top + y) * right.width() + left) * 3;
      assertThat(Arrays.copyOfRange(cropped, y * side * 3, (y + 1) * side * 3))
          .as("row %d", y)
          .isEqualTo(Arrays.copyOfRange(whole, from, from + side * 3));
    }
  }

  @Test
  void tableHasAllFormats() {
    assertThat(
            Table.entries()
                .map(entry -> entry.name().replaceAll("-.*", "").toUpperCase(java.util.Locale.ROOT))
                .distinct())
        .containsExactlyInAnyOrder("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP");
    assertThat(Table.entries()).hasSizeGreaterThan(200);
  }
}
