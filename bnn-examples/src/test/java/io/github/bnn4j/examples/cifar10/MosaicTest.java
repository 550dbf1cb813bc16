// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MosaicTest {

  @Property(tries = 10)
  void theMosaicOfRecordsGivesTheirPixelsBack(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int rows) {
    byte[] records = records(rows * Mosaic.COLUMNS);
    new Random(seed).nextBytes(records);

    byte[] again = records.clone();
    for (int i = 0; i < again.length; i++) {
      again[i] = i % BatchFormat.RECORD == 0 ? again[i] : 0;
    }
    Mosaic.read(Mosaic.of(records), again);

    assertThat(again).isEqualTo(records);
  }

  @Test
  void imagesStandInRowsOfAHundred() {
    byte[] records = records(2 * Mosaic.COLUMNS);
    int firstOfSecondRow = Mosaic.COLUMNS * BatchFormat.RECORD + 1;
    records[firstOfSecondRow + 5] = (byte) 0x12;
    records[firstOfSecondRow + BatchFormat.PLANE + 5] = (byte) 0x34;
    records[firstOfSecondRow + 2 * BatchFormat.PLANE + 5] = (byte) 0xfe;

    assertThat(Mosaic.of(records).getRGB(5, 32)).isEqualTo(0xff1234fe);
  }

  @Test
  void anotherPictureIsRefused() {
    BufferedImage other = new BufferedImage(3200, 31, BufferedImage.TYPE_BYTE_GRAY);

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> Mosaic.read(other, records(Mosaic.COLUMNS)))
        .withMessage("The mosaic has 3200 x 31 pixels of 1 colours instead of 3200 x 32 of 3.");
  }

  private static byte[] records(int images) {
    return new byte[images * BatchFormat.RECORD];
  }
}
