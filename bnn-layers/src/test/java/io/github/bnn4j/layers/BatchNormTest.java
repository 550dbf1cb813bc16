// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchNormTest {

  private static final FeatureShape SHAPE = new FeatureShape(2, 3, 2);
  private static final int IMAGES = 4;
  private static final int POSITIONS = IMAGES * 6;
  private static final Offset<Double> CLOSE = within(1e-5);

  private final BatchNorm norm = new BatchNorm(2);
  private final Operation operation = norm.bind(SHAPE);
  private final INDArray x =
      GaussianArrays.next(new Random(5), SHAPE.batch(IMAGES)).muli(3).addi(7);

  @Test
  void runningStatisticsMoveATenthTowardsTheBatchWithUnbiasedVariance() {
    operation.forward(x, true);
    operation.forward(x, true);

    for (int c = 0; c < 2; c++) {
      double first = 0.1 * mean(c);
      assertThat(norm.runningMean().value().getDouble(c))
          .isCloseTo(0.9 * first + 0.1 * mean(c), CLOSE);
      double unbiased = variance(c) * POSITIONS / (POSITIONS - 1);
      double second = 0.9 * (0.9 + 0.1 * unbiased) + 0.1 * unbiased;
      assertThat(norm.runningVariance().value().getDouble(c)).isCloseTo(second, CLOSE);
    }
  }

  @Test
  void trainingNormalisesByTheBatch() {
    norm.gamma().value().assign(2);
    norm.beta().value().assign(-1);

    INDArray y = operation.forward(x, true);

    for (int i = 0; i < x.length(); i++) {
      int c = i % 2;
      double expected = 2 * (x.getDouble(i) - mean(c)) / Math.sqrt(variance(c) + 1e-5) - 1;
      assertThat(y.getDouble(i)).isCloseTo(expected, CLOSE);
    }
  }

  @Test
  void evaluationNormalisesByTheRunningStatisticsAndLeavesThemAlone() {
    norm.runningMean().value().assign(5);
    norm.runningVariance().value().assign(4);

    INDArray y = operation.forward(x, false);

    for (int i = 0; i < x.length(); i++) {
      double expected = (x.getDouble(i) - 5) / Math.sqrt(4 + 1e-5);
      assertThat(y.getDouble(i)).isCloseTo(expected, CLOSE);
    }
    assertThat(norm.runningMean().value().getDouble(0)).isEqualTo(5);
    assertThat(norm.runningVariance().value().getDouble(1)).isEqualTo(4);
  }

  @Test
  void aSinglePositionIsNormalisedToBeta() {
    FeatureShape point = new FeatureShape(1, 1, 2);
    norm.beta().value().assign(3);

    INDArray y = norm.bind(point).forward(GaussianArrays.next(new Random(6), point.batch(1)), true);

    assertThat(y.getDouble(0)).isCloseTo(3, CLOSE);
    assertThat(norm.runningVariance().value().getDouble(0)).isCloseTo(0.9, CLOSE);
  }

  @Test
  void initialisingForgetsEverything() {
    operation.forward(x, true);
    norm.gamma().value().assign(9);

    norm.initialize(new Random(1));

    assertThat(norm.gamma().value().getDouble(0)).isEqualTo(1);
    assertThat(norm.runningMean().value().getDouble(1)).isZero();
    assertThat(norm.runningVariance().value().getDouble(1)).isEqualTo(1);
  }

  @Test
  void statisticsHaveNoGradient() {
    assertThat(norm.runningMean().isTrained()).isFalse();
    assertThatThrownBy(() -> norm.runningMean().gradient())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The statistic running_mean has no gradient.");
  }

  private double mean(int channel) {
    double sum = 0;
    for (int p = 0; p < POSITIONS; p++) {
      sum += x.getDouble(2 * p + channel);
    }
    return sum / POSITIONS;
  }

  private double variance(int channel) {
    double sum = 0;
    for (int p = 0; p < POSITIONS; p++) {
      sum += Math.pow(x.getDouble(2 * p + channel) - mean(channel), 2);
    }
    return sum / POSITIONS;
  }
}
