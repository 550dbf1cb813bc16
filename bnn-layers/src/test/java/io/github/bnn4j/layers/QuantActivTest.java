// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class QuantActivTest {

  private static final FeatureShape SHAPE = new FeatureShape(3, 4, 5);
  private static final FeatureShape LINE = new FeatureShape(1, 1, 7);

  /** Values this close to the middle of two steps may be rounded to the other one. */
  private static final double MARGIN = 1e-4;

  @Property(tries = 60)
  void clippedValuesBecomeTheNearestStep(
      @ForAll @IntRange(min = 1, max = 8) int bits, @ForAll long seed) {
    INDArray x = GaussianArrays.next(new Random(seed), SHAPE.batch(2));
    float[] inputs = x.dup('c').data().asFloat();

    float[] outputs = new QuantActiv(bits).bind(SHAPE).forward(x, true).data().asFloat();

    double steps = Math.pow(2, bits) - 1;
    for (int i = 0; i < inputs.length; i++) {
      double scaled = Math.max(0, Math.min(1, (double) inputs[i])) * steps;
      boolean isBetween = Math.abs(scaled - Math.floor(scaled) - 0.5) < MARGIN;
      double expected = isBetween ? outputs[i] : Math.floor(scaled + 0.5) / steps;
      assertThat((double) outputs[i]).isCloseTo(expected, within(1e-7));
    }
    assertThat(x.dup('c').data().asFloat()).containsExactly(inputs);
  }

  @Property(tries = 30)
  void whatIsQuantizedStaysAsItIs(@ForAll @IntRange(min = 1, max = 8) int bits, @ForAll long seed) {
    Operation operation = new QuantActiv(bits).bind(SHAPE);
    INDArray once = operation.forward(GaussianArrays.next(new Random(seed), SHAPE.batch(1)), true);

    assertThat(operation.forward(once, false)).isEqualTo(once);
  }

  @Example
  void oneBitIsZeroOrOneAndHalvesGoUp() {
    assertThat(forward(1, -3, -0.0f, 0.49f, 0.5f, 0.51f, 1, 7))
        .containsExactly(0, 0, 0, 1, 1, 1, 1);
  }

  @Example
  void theGradientPassesInsideTheClip() {
    Operation operation = new QuantActiv(2).bind(LINE);
    operation.forward(line(-2, -0.01f, 0, 0.01f, 0.99f, 1, 1.01f), true);

    assertThat(operation.backward(line(1, 2, 3, 4, 5, 6, 7)).data().asFloat())
        .containsExactly(0, 0, 0, 4, 5, 0, 0);
  }

  @Example
  void bitsAreOneToEight() {
    for (int bits : new int[] {-1, 0, 9}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new QuantActiv(bits))
          .withMessage("An activation has 1 to 8 bits, not " + bits + ".");
    }
    assertThat(new QuantActiv(8).description()).isEqualTo("QuantActiv 8");
  }

  private static float[] forward(int bits, float... values) {
    return new QuantActiv(bits).bind(LINE).forward(line(values), true).data().asFloat();
  }

  private static INDArray line(float... values) {
    return Nd4j.createFromArray(values).reshape(LINE.batch(1));
  }
}
