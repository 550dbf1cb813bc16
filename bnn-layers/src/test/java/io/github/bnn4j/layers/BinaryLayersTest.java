// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers with signs go forward by the sign and back by their stated rule. */
class BinaryLayersTest {

  private static final FeatureShape LINE = new FeatureShape(1, 1, 7);
  private static final float[] POINTS = {-2, -1, -0.25f, -0.0f, 0, 0.5f, 1};
  private static final float[] GRADIENT = {1, 2, 3, 4, 5, 6, 7};

  @Test
  void theSignOfZeroIsPlusOne() {
    assertThat(forward(new BinActiv())).containsExactly(-1, -1, -1, 1, 1, 1, 1);
  }

  @Test
  void theClippedIdentityLetsGradientsThroughInsideMinusOneToOne() {
    assertThat(backward(new BinActiv())).containsExactly(0, 0, 3, 4, 5, 6, 0);
  }

  @Test
  void approxSignWeighsGradientsByATriangle() {
    assertThat(backward(new BinActiv(new StraightThroughEstimator.ApproxSign())))
        .containsExactly(0, 0, 4.5f, 8, 10, 6, 0);
  }

  @Test
  void aSignCutsWhereItsThresholdsSayAndLearnsThem() {
    BinActiv layer = BinActiv.withThresholds(7, new StraightThroughEstimator.ClippedIdentity());
    layer
        .threshold()
        .orElseThrow()
        .value()
        .assign(Nd4j.createFromArray(2f, 1, 0, 0, -1, -1, -0.5f));

    assertThat(forward(layer)).containsExactly(1, 1, -1, 1, -1, -1, 1);
    assertThat(backward(layer)).containsExactly(1, 2, 3, 4, 0, 6, 7);
    assertThat(layer.threshold().orElseThrow().gradient().data().asFloat())
        .containsExactly(1, 2, 3, 4, 0, 6, 7);
  }

  private static float[] forward(BinActiv layer) {
    return layer.bind(LINE).forward(line(POINTS), true).data().asFloat();
  }

  private static float[] backward(BinActiv layer) {
    Operation operation = layer.bind(LINE);
    operation.forward(line(POINTS), true);
    return operation.backward(line(GRADIENT)).data().asFloat();
  }

  private static INDArray line(float[] values) {
    return Nd4j.createFromArray(values).reshape(LINE.batch(1));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void aBinaryConvolutionIsAFloatOneOfScaledSigns(
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int inputs,
      @ForAll @IntRange(min = 1, max = 3) int outputs,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll WeightGradient rule,
      @ForAll long seed) {
    Random random = new Random(seed);
    ConvGeometry geometry =
        new ConvGeometry(groups * inputs, groups * outputs, 3, stride, 1, groups);
    BinConv2d binary = new BinConv2d(geometry, rule);
    Conv2d twin = new Conv2d(geometry);
    binary.weight().value().assign(GaussianArrays.next(random, binary.weight().value().shape()));
    binary.weight().value().putScalar(0, 0);
    binary.bias().value().assign(GaussianArrays.next(random, geometry.outChannels()));
    twin.bias().value().assign(binary.bias().value());
    float[] latent = binary.weight().value().data().asFloat();
    twin.weight()
        .value()
        .assign(
            Nd4j.createFromArray(scaledSigns(geometry, latent))
                .reshape(twin.weight().value().shape()));
    FeatureShape shape = new FeatureShape(4, 5, geometry.inChannels());
    INDArray x = GaussianArrays.next(random, shape.batch(2));
    INDArray gradient = GaussianArrays.next(random, binary.outputShape(shape).batch(2));
    Operation operation = binary.bind(shape);
    Operation twinOperation = twin.bind(shape);

    assertClose(operation.forward(x, true), twinOperation.forward(x, true));
    assertClose(operation.backward(gradient), twinOperation.backward(gradient));
    assertClose(binary.bias().gradient(), twin.bias().gradient());
    float[] binaryGradient = twin.weight().gradient().data().asFloat();
    assertClose(
        binary.weight().gradient(),
        Nd4j.createFromArray(latentGradient(rule, geometry.depth(), latent, binaryGradient))
            .reshape(binary.weight().value().shape()));
  }

  private static float[] scaledSigns(ConvGeometry geometry, float[] latent) {
    float[] scaled = new float[latent.length];
    for (int i = 0; i < latent.length; i++) {
      double alpha = alpha(latent, i, geometry.depth());
      scaled[i] = (float) (alpha * sign(latent[i]));
    }
    return scaled;
  }

  private static float[] latentGradient(
      WeightGradient rule, int n, float[] latent, float[] binaryGradient) {
    float[] result = new float[latent.length];
    for (int i = 0; i < latent.length; i++) {
      double alpha = alpha(latent, i, n);
      int inside = Math.abs(latent[i]) <= 1 ? 1 : 0;
      double agreement = 0;
      for (int j = i / n * n; j < i / n * n + n; j++) {
        agreement += binaryGradient[j] * sign(latent[j]);
      }
      result[i] =
          (float)
              switch (rule) {
                case XNOR_NET -> binaryGradient[i] * (1.0 / n + alpha * inside);
                case CORRECTED ->
                    n * alpha * binaryGradient[i] * inside + sign(latent[i]) * agreement;
              };
    }
    return result;
  }

  /** The mean magnitude of the filter that weight i belongs to. */
  private static double alpha(float[] latent, int i, int n) {
    double sum = 0;
    for (int j = i / n * n; j < i / n * n + n; j++) {
      sum += Math.abs(latent[j]);
    }
    return sum / n;
  }

  private static int sign(float value) {
    return value >= 0 ? 1 : -1;
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double scale = Math.max(1, expected.normmaxNumber().doubleValue());
    assertThat(actual.sub(expected).normmaxNumber().doubleValue() / scale)
        .isCloseTo(0, within(1e-5));
  }

  @Test
  void latentWeightsAreKeptCentredAndInsideMinusOneToOne() {
    BinConv2d layer = new BinConv2d(new ConvGeometry(4, 2, 3, 1, 1, 1), WeightGradient.CORRECTED);
    layer.weight().value().assign(GaussianArrays.next(new Random(2), 2, 3, 3, 4).muli(0.2).addi(3));

    layer.constrain();

    assertThat(layer.weight().value().mean(3).normmaxNumber().doubleValue()).isLessThan(1e-6);
    layer.weight().value().assign(GaussianArrays.next(new Random(2), 2, 3, 3, 4).muli(9));
    layer.constrain();
    assertThat(layer.weight().value().maxNumber().doubleValue()).isEqualTo(1);
    assertThat(layer.weight().value().minNumber().doubleValue()).isEqualTo(-1);
  }
}
