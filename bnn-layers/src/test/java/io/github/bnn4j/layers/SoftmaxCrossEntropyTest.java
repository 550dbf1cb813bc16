// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {

  /** Loss and gradient of an image of two classes are those of each class, by its share. */
  @Property(tries = 50)
  void imagesOfTwoClassesCountForBoth(
      @ForAll @DoubleRange(max = 0.9) double smoothing,
      @ForAll @DoubleRange(max = 1) double share,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random, 5);
    int label = random.nextInt(5);
    int other = random.nextInt(5);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(smoothing);
    float[][] gradients = new float[3][5];
    double[] losses = new double[3];
    Targets[] targets = {
      Targets.of(label),
      Targets.of(other),
      new Targets(new int[] {label}, new int[] {other}, new double[] {share})
    };
    for (int i = 0; i < 3; i++) {
      loss.evaluate(logits, targets[i]);
      loss.copyGradient(gradients[i]);
      losses[i] = loss.loss();
    }

    assertThat(losses[2]).isCloseTo(share * losses[0] + (1 - share) * losses[1], within(1e-9));
    for (int k = 0; k < 5; k++) {
      assertThat((double) gradients[2][k])
          .isCloseTo(share * gradients[0][k] + (1 - share) * gradients[1][k], within(1e-6));
    }
    assertThat(targets[2].label(0)).isEqualTo(share >= 0.5 ? label : other);
  }

  @Property(tries = 50)
  void lossIsTheMeanCrossEntropyWithTheSmoothedTarget(
      @ForAll @IntRange(min = 2, max = 10) int classes,
      @ForAll @IntRange(min = 1, max = 5) int images,
      @ForAll @DoubleRange(min = 0, max = 0.9) double smoothing,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random, images * classes);
    int[] labels = random.ints(images, 0, classes).toArray();
    double expected = 0;
    for (int i = 0; i < images; i++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits[i * classes + k]);
      }
      for (int k = 0; k < classes; k++) {
        double target = (k == labels[i] ? 1 - smoothing : 0) + smoothing / classes;
        expected -= target * Math.log(Math.exp(logits[i * classes + k]) / sum) / images;
      }
    }

    assertThat(loss(smoothing, logits, labels)).isCloseTo(expected, within(1e-9));
  }

  @Property(tries = 50)
  void gradientIsTheDerivativeOfTheLoss(
      @ForAll @IntRange(min = 2, max = 5) int classes,
      @ForAll @IntRange(min = 1, max = 3) int images,
      @ForAll @DoubleRange(min = 0, max = 0.9) double smoothing,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random, images * classes);
    int[] labels = random.ints(images, 0, classes).toArray();
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(smoothing);
    entropy.evaluate(logits, labels);
    float[] gradient = new float[images * classes];
    entropy.copyGradient(gradient);

    for (int i = 0; i < logits.length; i++) {
      float value = logits[i];
      logits[i] = value + 0x1p-8f;
      double above = loss(smoothing, logits, labels);
      logits[i] = value - 0x1p-8f;
      double below = loss(smoothing, logits, labels);
      logits[i] = value;
      assertThat((double) gradient[i]).isCloseTo((above - below) / 0x1p-7, within(1e-4));
    }
  }

  @Test
  void theFirstOfEqualLogitsCounts() {
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(0);

    entropy.evaluate(new float[] {1, 1, 0, 0, 2, 2}, new int[] {0, 2});

    assertThat(entropy.correct()).isEqualTo(1);
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    assertThat(loss(0, new float[] {3e38f, 0}, new int[] {0})).isZero();
    assertThat(loss(0, new float[] {1e6f, 0}, new int[] {1})).isEqualTo(1e6);
  }

  @Test
  void eachBatchStartsAnew() {
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(0);
    entropy.evaluate(new float[] {5, 0, 5, 0}, new int[] {0, 0});

    entropy.evaluate(new float[] {0, 0}, new int[] {0});

    assertThat(entropy.loss()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(entropy.correct()).isEqualTo(1);
  }

  @Test
  void smoothingIsAPartBelowOne() {
    for (double wrong : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new SoftmaxCrossEntropy(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Label smoothing is a part from 0 to below 1, not " + wrong + ".");
    }
  }

  private static double loss(double smoothing, float[] logits, int[] labels) {
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(smoothing);
    entropy.evaluate(logits, labels);
    return entropy.loss();
  }

  private static float[] logits(Random random, int count) {
    float[] logits = new float[count];
    for (int i = 0; i < count; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    return logits;
  }
}
