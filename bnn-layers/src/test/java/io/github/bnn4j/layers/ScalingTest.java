// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.binarize.Binarization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.StraightThroughEstimator.ErrorDecay;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Binary convolutions scale as their option says, and go back by the derivative of that scale. */
class ScalingTest {

  private static final Scaling ALPHA_AND_K =
      new Scaling.AlphaAndK(
          WeightGradient.CORRECTED, new StraightThroughEstimator.ClippedIdentity());

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void withoutAScaleSumsOfSignsAreLeftAsTheyAre(@ForAll @IntRange(max = 9) int seed) {
    Case test = new Case(new Scaling.None(), 2, seed);
    INDArray signs = test.layer.weight().value().gte(0).castTo(test.x.dataType()).muli(2).subi(1);

    assertClose(test.forward(), test.float32(signs));
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void withoutAScaleTheGradientOfSignsPassesWhereWeightsAreWithinOne(@ForAll long seed) {
    Case test = new Case(new Scaling.None(), 1, seed);
    INDArray binary = test.binaryGradient(1);
    float[] latent = test.layer.weight().value().data().asFloat();

    float[] actual = test.layer.weight().gradient().data().asFloat();

    for (int i = 0; i < latent.length; i++) {
      float expected = Math.abs(latent[i]) <= 1 ? binary.data().getFloat(i) : 0;
      assertThat(actual[i]).isCloseTo(expected, within(1e-4f));
    }
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void theGradientOfALearnedScaleIsItsDerivative(@ForAll long seed) {
    Case test = new Case(new Scaling.Learned(), 2, seed);
    Parameter scale = test.layer.parameters().get(2);
    scale.value().assign(GaussianArrays.next(test.random, scale.value().shape()));

    test.backward();

    test.assertDerivative(scale.value(), scale.gradient().dup('c'));
    test.assertDerivative(test.layer.bias().value(), test.layer.bias().gradient().dup('c'));
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void behindALearnedScaleTheGradientOfWeightsIsScaled(@ForAll long seed) {
    Case test = new Case(new Scaling.Learned(), 1, seed);
    test.layer.parameters().get(2).value().assign(-2);
    INDArray binary = test.binaryGradient(-2);
    float[] latent = test.layer.weight().value().data().asFloat();

    float[] actual = test.layer.weight().gradient().data().asFloat();

    for (int i = 0; i < latent.length; i++) {
      float expected = Math.abs(latent[i]) <= 1 ? -2 * binary.data().getFloat(i) : 0;
      assertThat(actual[i]).isCloseTo(expected, within(1e-3f));
    }
  }

  @Example
  void aLearnedScaleStartsAsAlpha() {
    BinConv2d layer = new BinConv2d(new ConvGeometry(3, 4, 3, 1, 1, 1), new Scaling.Learned());
    BinConv2d alpha =
        new BinConv2d(
            new ConvGeometry(3, 4, 3, 1, 1, 1), new Scaling.Alpha(WeightGradient.CORRECTED));

    layer.initialize(new Random(1));
    alpha.initialize(new Random(1));

    assertClose(layer.scales(), alpha.scales());
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void kIsTheMeanMagnitudeOfTheWindowAtEachPosition(
      @ForAll @IntRange(min = 1, max = 2) int stride, @ForAll long seed) {
    Case test = new Case(ALPHA_AND_K, stride, seed);
    Case signed = new Case(new Scaling.Alpha(WeightGradient.CORRECTED), stride, seed);
    signed.x.assign(test.x.gte(0).castTo(test.x.dataType()).muli(2).subi(1));

    INDArray actual = test.forward();
    INDArray unscaled = signed.forward();

    for (int row = 0; row < actual.size(1); row++) {
      for (int column = 0; column < actual.size(2); column++) {
        double k = test.meanMagnitude(row, column);
        for (int c = 0; c < actual.size(3); c++) {
          double bias = test.layer.bias().value().getDouble(c);
          double expected = k * (unscaled.getDouble(0, row, column, c) - bias) + bias;
          assertThat(actual.getDouble(0, row, column, c)).isCloseTo(expected, within(1e-4));
        }
      }
    }
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void theGradientGoesThroughKWhereTheSignPassesNothing(@ForAll long seed) {
    Case test = new Case(ALPHA_AND_K, 1, seed);
    // beyond 1 the clipped identity is 0, and what is left is the derivative of K
    INDArray far = test.x.gte(0).castTo(test.x.dataType()).muli(2.4).subi(1.2);
    test.x.addi(far);

    INDArray gradient = test.backward().dup('c');

    test.assertDerivative(test.x, gradient);
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void theGradientThroughSignsIsScaledByK(@ForAll long seed) {
    Case test = new Case(ALPHA_AND_K, 1, seed);
    test.x.assign(test.x.gte(0).castTo(test.x.dataType()).subi(0.5)); // inside the clip
    Case signed = new Case(new Scaling.Alpha(WeightGradient.CORRECTED), 1, seed);
    signed.x.assign(test.x.mul(2));
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 4; column++) {
        for (int c = 0; c < 3; c++) {
          double value = test.outputGradient.getDouble(0, row, column, c);
          double k = test.meanMagnitude(row, column);
          signed.outputGradient.putScalar(new int[] {0, row, column, c}, k * value);
        }
      }
    }

    INDArray throughSigns = test.backward().sub(test.backwardThroughKAlone());

    assertClose(throughSigns, signed.backward());
  }

  @Example
  void theInputScaleWantsOneGroup() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BinConv2d(new ConvGeometry(4, 4, 3, 1, 1, 2), ALPHA_AND_K))
        .withMessage(
            "The input scale K is that of all channels; a convolution with it has 1 group, not 2.");
  }

  @Example
  void estimatorsOfSignsGrowSteeperOverATraining() {
    BinActiv activation = new BinActiv(new ErrorDecay());
    BinConv2d conv =
        new BinConv2d(
            new ConvGeometry(1, 1, 1, 1, 0, 1),
            new Scaling.AlphaAndK(WeightGradient.CORRECTED, new ErrorDecay()));
    Network network =
        Network.builder(new FeatureShape(1, 1, 1))
            .add("sign", activation)
            .add("conv", conv)
            .build();

    network.anneal(0.5);

    assertThat(activation.estimator()).isEqualTo(new ErrorDecay().at(0.5));
    assertThat(((Scaling.AlphaAndK) conv.scaling()).estimator())
        .isEqualTo(new ErrorDecay().at(0.5));
  }

  @Example
  void descriptionsNameEveryScalingButAlpha() {
    ConvGeometry geometry = new ConvGeometry(1, 1, 1, 1, 0, 1);

    assertThat(new BinConv2d(geometry, WeightGradient.CORRECTED).description())
        .endsWith("groups 1");
    assertThat(new BinConv2d(geometry, new Scaling.None()).description()).endsWith("scaling None");
    assertThat(new BinConv2d(geometry, ALPHA_AND_K).description()).endsWith("scaling AlphaAndK");
  }

  @Example
  void theNamesOfThePapersSayWhatIsBinary() {
    assertThat(Binarization.NONE.scaling()).isEmpty();
    assertThat(Binarization.NONE.binaryInputs()).isFalse();
    assertThat(Binarization.BNN.scaling()).contains(new Scaling.None());
    assertThat(Binarization.BNN.binaryInputs()).isTrue();
    assertThat(Binarization.BWN.scaling()).isEqualTo(Binarization.XNOR.scaling());
    assertThat(Binarization.BWN.binaryInputs()).isFalse();
    assertThat(Binarization.XNOR.binaryInputs()).isTrue();
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.distance2(expected)).isLessThan(1e-3);
  }

  /** A convolution of 2 to 3 channels, 3x3, with random numbers. */
  private static final class Case {
    private static final FeatureShape SHAPE = new FeatureShape(5, 4, 2);
    private static final double STEP = 0.02;

    private final Random random;
    private final ConvGeometry geometry;
    private final BinConv2d layer;
    private final Operation operation;
    private final INDArray x;
    private final INDArray outputGradient;

    Case(Scaling scaling, int stride, long seed) {
      random = new Random(seed);
      geometry = new ConvGeometry(2, 3, 3, stride, 1, 1);
      layer = new BinConv2d(geometry, scaling);
      layer.weight().value().assign(GaussianArrays.next(random, 3, 3, 3, 2));
      layer.bias().value().assign(GaussianArrays.next(random, 3));
      x = GaussianArrays.next(random, SHAPE.batch(1));
      outputGradient = GaussianArrays.next(random, layer.outputShape(SHAPE).batch(1));
      operation = layer.bind(SHAPE);
    }

    INDArray forward() {
      return operation.forward(x, true);
    }

    INDArray backward() {
      forward();
      return operation.backward(outputGradient);
    }

    /** The same layer with an estimator that lets nothing through. */
    INDArray backwardThroughKAlone() {
      Scaling closed =
          new Scaling.AlphaAndK(
              WeightGradient.CORRECTED, new StraightThroughEstimator.SwishSign(1e6));
      BinConv2d twin = new BinConv2d(geometry, closed);
      twin.weight().value().assign(layer.weight().value());
      twin.bias().value().assign(layer.bias().value());
      Operation twinOperation = twin.bind(SHAPE);
      twinOperation.forward(x, true);
      return twinOperation.backward(outputGradient);
    }

    /** The output of a float convolution with the given weights and our bias. */
    INDArray float32(INDArray weights) {
      return twin(weights).bind(SHAPE).forward(x, true);
    }

    /** The gradient of binary weights of one scale; the layer's own pass is done too. */
    INDArray binaryGradient(double scale) {
      INDArray signs = layer.weight().value().gte(0).castTo(x.dataType()).muli(2).subi(1);
      Conv2d twin = twin(signs.mul(scale));
      Operation twinOperation = twin.bind(SHAPE);
      twinOperation.forward(x, true);
      twinOperation.backward(outputGradient);
      backward();
      return twin.weight().gradient().dup('c');
    }

    private Conv2d twin(INDArray weights) {
      Conv2d twin = new Conv2d(geometry);
      twin.weight().value().assign(weights);
      twin.bias().value().assign(layer.bias().value());
      return twin;
    }

    /** K of the image, by its definition. */
    double meanMagnitude(int row, int column) {
      double sum = 0;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int y = row * geometry.window().rows().stride() + dy;
          int at = column * geometry.window().columns().stride() + dx;
          boolean inside = y >= 0 && y < SHAPE.height() && at >= 0 && at < SHAPE.width();
          for (int c = 0; inside && c < SHAPE.channels(); c++) {
            sum += Math.abs(x.getDouble(0, y, at, c));
          }
        }
      }
      return sum / (9 * SHAPE.channels());
    }

    void assertDerivative(INDArray moved, INDArray gradient) {
      double size = Math.max(1, gradient.normmaxNumber().doubleValue());
      for (long i = 0; i < moved.length(); i++) {
        float value = moved.getFloat(i);
        moved.putScalar(i, value + STEP);
        double above = loss();
        moved.putScalar(i, value - STEP);
        double below = loss();
        moved.putScalar(i, value);
        assertThat(gradient.getDouble(i) / size)
            .isCloseTo((above - below) / (2 * STEP) / size, within(5e-3));
      }
    }

    /** Summed in double, as differences of floats would lose most of their digits. */
    private double loss() {
      float[] outputs = forward().dup('c').data().asFloat();
      float[] factors = outputGradient.data().asFloat();
      double loss = 0;
      for (int i = 0; i < outputs.length; i++) {
        loss += (double) outputs[i] * factors[i];
      }
      return loss;
    }
  }
}
