// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class MixingTest {

  private static final FeatureShape SHAPE = new FeatureShape(7, 9, 2);

  @Property(tries = 50)
  void mixupIsTheMeanByShares(
      @ForAll @DoubleRange(min = 0.05, max = 1) double alpha, @ForAll long seed) {
    byte[] image = filled(200);
    double share = new Mixup(alpha).apply(image, filled(100), SHAPE, new Random(seed));

    assertThat(share).isBetween(0.0, 1.0);
    for (byte value : image) {
      assertThat((double) (value & 0xff)).isCloseTo(100 + 100 * share, within(0.51));
    }
  }

  @Property(tries = 100)
  void cutMixCountsThePixelsThatAreLeft(
      @ForAll @DoubleRange(min = 0.05, max = 1) double alpha, @ForAll long seed) {
    byte[] image = filled(200);
    double share = new CutMix(alpha).apply(image, filled(100), SHAPE, new Random(seed));

    int left = 0;
    for (byte value : image) {
      assertThat(value & 0xff).isIn(100, 200);
      left += (value & 0xff) == 200 ? 1 : 0;
    }
    assertThat(share).isCloseTo((double) left / image.length, within(1e-9));
  }

  /** Beta(a, a) has the mean 1/2 and the variance 1 / (4 (2a + 1)). */
  @Property(tries = 10)
  void sharesAreOfTheBetaDistribution(
      @ForAll @DoubleRange(min = 0.1, max = 1) double alpha, @ForAll long seed) {
    Random random = new Random(seed);
    double sum = 0;
    double squares = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      double share = Share.draw(alpha, random);
      sum += share;
      squares += (share - 0.5) * (share - 0.5);
    }

    assertThat(sum / draws).isCloseTo(0.5, within(0.02));
    assertThat(squares / draws).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.01));
  }

  @Example
  void aloneNothingIsMixedOrDrawn() {
    Random random = new Random(3);
    byte[] image = filled(7);

    assertThat(Mixing.NONE.apply(image, filled(1), SHAPE, random)).isEqualTo(1);
    assertThat(image).isEqualTo(filled(7));
    assertThat(random.nextLong()).isEqualTo(new Random(3).nextLong());
  }

  @Example
  void theySayWhatTheyAreAndRefuseWhatMakesNoSense() {
    assertThat(new Mixup(0.2).describe()).isEqualTo("mixup of 0.2");
    assertThat(new CutMix(1).describe()).isEqualTo("cutmix of 1");
    for (double wrong : new double[] {0, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new Mixup(wrong))
          .hasMessage("The alpha of a mixing is above 0 to 1, not " + wrong + ".");
      assertThatThrownBy(() -> new CutMix(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] filled(int value) {
    byte[] image = new byte[SHAPE.size()];
    Arrays.fill(image, (byte) value);
    return image;
  }
}
