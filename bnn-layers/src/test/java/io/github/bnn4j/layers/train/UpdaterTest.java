// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.train.optimizer.Adam;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.layers.train.optimizer.Sgd;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdaterTest {

  private static final Offset<Double> CLOSE = within(1e-6);
  private static final double[] GRADIENTS = {0.5, -2, 0.25};
  private static final double[] RATES = {0.1, 0.05, 0.01};

  private final Network network =
      Network.builder(new FeatureShape(1, 1, 2))
          .add("real", new Conv2d(new ConvGeometry(2, 2, 1, 1, 0, 1)))
          .add("norm", new BatchNorm(2))
          .add("binary", new BinConv2d(new ConvGeometry(2, 1, 1, 1, 0, 1), WeightGradient.XNOR_NET))
          .build();
  private final Map<String, Parameter> parameters = network.parameters();

  @Test
  void adamMovesByItsRunningMeansWithoutTheirBias() {
    Updater updater = updater(Optimizer.ADAM, 0);
    double value = 0;
    double m = 0;
    double v = 0;
    for (int step = 0; step < 3; step++) {
      double g = GRADIENTS[step];
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double unbiased = m / (1 - Math.pow(0.9, step + 1));
      value -= RATES[step] * unbiased / Math.sqrt(v / (1 - Math.pow(0.999, step + 1)));

      parameters.get("real.bias").gradient().assign(g);
      updater.update(RATES[step], step, 1);

      assertThat(parameters.get("real.bias").value().getDouble(0)).isCloseTo(value, CLOSE);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9})
  void sgdLooksAheadAlongItsVelocity(double momentum) {
    Updater updater = updater(new Sgd(momentum), 0);
    double value = 0;
    double velocity = 0;
    for (int step = 0; step < 3; step++) {
      double g = GRADIENTS[step];
      velocity = momentum * velocity - RATES[step] * g;
      value += momentum * velocity - RATES[step] * g;

      parameters.get("real.bias").gradient().assign(g);
      updater.update(RATES[step], step, 1);

      assertThat(parameters.get("real.bias").value().getDouble(1)).isCloseTo(value, CLOSE);
    }
  }

  @Test
  void optimizersSayWhatTheyAre() {
    assertThat(Optimizer.ADAM.describe()).isEqualTo("Adam");
    assertThat(Optimizer.SGD.describe()).isEqualTo("SGD with momentum 0.9");
    assertThat(new Sgd(0).describe()).isEqualTo("SGD");
    assertThat(new Adam(0.8, 0.99, 1e-8).describe()).isEqualTo("Adam with betas 0.8 and 0.99");
  }

  @Test
  void onlyFloatWeightsDecay() {
    parameters.values().forEach(p -> p.value().assign(1));
    parameters.get("binary.weight").value().putScalar(1, -1);

    updater(Optimizer.SGD, 0.5).update(0.1, 0, 1);

    double decayed = 1 - 1.9 * 0.1 * 0.5;
    assertThat(parameters.get("real.weight").value().getDouble(0)).isCloseTo(decayed, CLOSE);
    for (String kept : new String[] {"real.bias", "norm.weight", "norm.bias", "binary.weight"}) {
      assertThat(parameters.get(kept).value().getDouble(0)).as(kept).isEqualTo(1);
    }
  }

  @Test
  void latentWeightsAreConstrainedAfterEachUpdate() {
    parameters.get("binary.weight").gradient().putScalar(0, -30);

    updater(Optimizer.SGD, 0).update(0.1, 0, 1);

    assertThat(parameters.get("binary.weight").value().data().asFloat()).containsExactly(1, -1);
  }

  @Test
  void statisticsAreLeftAlone() {
    parameters.get("norm.running_var").value().assign(7);

    updater(Optimizer.ADAM, 0.1).update(0.1, 0, 1);

    assertThat(parameters.get("norm.running_var").value().getDouble(0)).isEqualTo(7);
  }

  @Test
  void stateIsNamedAfterTheParameters() {
    assertThat(updater(Optimizer.ADAM, 0).state())
        .containsKeys("real.weight/M", "real.weight/V", "binary.weight/M", "norm.bias/V")
        .doesNotContainKey("norm.running_mean/M");
    assertThat(updater(Optimizer.SGD, 0).state())
        .containsOnlyKeys(
            "real.weight/V",
            "real.bias/V",
            "norm.weight/V",
            "norm.bias/V",
            "binary.weight/V",
            "binary.bias/V");
  }

  /** The gradients of all parameters are scaled alike, so that their direction stays. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2, 13})
  void gradientsAreScaledDownToTheGreatestNorm(double greatest) {
    parameters.values().forEach(p -> p.value().assign(0));
    parameters.get("real.bias").gradient().assign(3); // two values
    parameters.get("norm.bias").gradient().assign(4);
    Updater updater = new Updater(network, config(new Sgd(0), 0).optClipNorm(greatest).build());
    double norm = Math.sqrt(2 * 9 + 2 * 16);

    assertThat(new GradientNorm(network).all()).isCloseTo(norm, CLOSE);
    updater.update(1, 0, norm);

    double factor = Math.min(1, greatest / norm);
    assertThat(parameters.get("real.bias").value().getDouble(1)).isCloseTo(-3 * factor, CLOSE);
    assertThat(parameters.get("norm.bias").value().getDouble(0)).isCloseTo(-4 * factor, CLOSE);
  }

  private Updater updater(Optimizer optimizer, double weightDecay) {
    return new Updater(network, config(optimizer, weightDecay).build());
  }

  private static TrainingConfig.Builder config(Optimizer optimizer, double weightDecay) {
    return TrainingConfig.builder()
        .setInput(PatternImages.SPEC)
        .setEpochs(1)
        .setOptimizer(optimizer)
        .setSchedule(Schedule.cosine(1, 0))
        .optWeightDecay(weightDecay);
  }
}
