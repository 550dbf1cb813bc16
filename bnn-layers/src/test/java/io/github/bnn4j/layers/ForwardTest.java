// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The forward pass of layers is what their documentation says, written as plain loops. */
class ForwardTest {

  private static final int IMAGES = 2;

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void convolutionSumsOverItsGroupAndSkipsWhatIsOutside(
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int inputs,
      @ForAll @IntRange(min = 1, max = 3) int outputs,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll long seed) {
    Random random = new Random(seed);
    int padding = random.nextInt(kernel / 2 + 1);
    FeatureShape shape = new FeatureShape(6, 5, groups * inputs);
    Conv2d layer =
        new Conv2d(
            new ConvGeometry(groups * inputs, groups * outputs, kernel, stride, padding, groups));
    layer.weight().value().assign(GaussianArrays.next(random, layer.weight().value().shape()));
    layer.bias().value().assign(GaussianArrays.next(random, groups * outputs));
    INDArray x = GaussianArrays.next(random, shape.batch(IMAGES));

    INDArray y = layer.bind(shape).forward(x, true);

    assertThat(y.shape()).isEqualTo(layer.outputShape(shape).batch(IMAGES));
    for (int[] at : positions(y)) {
      int group = at[3] / outputs;
      double sum = layer.bias().value().getDouble(at[3]);
      for (int i = 0; i < kernel; i++) {
        for (int j = 0; j < kernel; j++) {
          int row = at[1] * stride - padding + i;
          int column = at[2] * stride - padding + j;
          for (int c = 0; c < inputs && inside(shape, row, column); c++) {
            sum +=
                x.getDouble(at[0], row, column, group * inputs + c)
                    * layer.weight().value().getDouble(at[3], i, j, c);
          }
        }
      }
      assertThat(y.getDouble(at[0], at[1], at[2], at[3])).isCloseTo(sum, within(1e-4));
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void poolsLookInsideTheImageAndAveragesDivideByTheWholeWindow(
      @ForAll Pool.Kind kind,
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll long seed) {
    Random random = new Random(seed);
    int padding = random.nextInt(kernel / 2 + 1);
    boolean max = kind == Pool.Kind.MAX;
    Pool pool = max ? Pool.max(kernel, stride, padding) : Pool.average(kernel, stride, padding);
    FeatureShape shape = new FeatureShape(6, 5, 3);
    // Below 0, so that a maximum that counted the padding would be seen.
    INDArray x = GaussianArrays.next(random, shape.batch(IMAGES)).subi(5);

    INDArray y = pool.bind(shape).forward(x, true);

    assertThat(y.shape()).isEqualTo(pool.outputShape(shape).batch(IMAGES));
    for (int[] at : positions(y)) {
      double sum = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < kernel; i++) {
        for (int j = 0; j < kernel; j++) {
          int row = at[1] * stride - padding + i;
          int column = at[2] * stride - padding + j;
          if (inside(shape, row, column)) {
            sum += x.getDouble(at[0], row, column, at[3]);
            largest = Math.max(largest, x.getDouble(at[0], row, column, at[3]));
          }
        }
      }
      assertThat(y.getDouble(at[0], at[1], at[2], at[3]))
          .isCloseTo(max ? largest : sum / (kernel * kernel), within(1e-5));
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void shufflesInterleaveTheChannelsOfGroups(
      @ForAll @IntRange(min = 2, max = 4) int groups,
      @ForAll @IntRange(min = 1, max = 4) int perGroup,
      @ForAll long seed) {
    FeatureShape shape = new FeatureShape(2, 3, groups * perGroup);
    INDArray x = GaussianArrays.next(new Random(seed), shape.batch(IMAGES));

    INDArray y = new ChannelShuffle(groups).bind(shape).forward(x, true);

    for (int[] at : positions(x)) {
      int to = at[3] % perGroup * groups + at[3] / perGroup;
      assertThat(y.getFloat(at[0], at[1], at[2], to))
          .isEqualTo(x.getFloat(at[0], at[1], at[2], at[3]));
    }
  }

  @Test
  void rectifiersCutAtZero() {
    INDArray x = GaussianArrays.next(new Random(3), 1, 2, 3, 4);

    INDArray y = new ReLU().bind(new FeatureShape(2, 3, 4)).forward(x, false);

    for (int i = 0; i < x.length(); i++) {
      assertThat(y.getFloat(i)).isEqualTo(Math.max(x.getFloat(i), 0));
    }
  }

  @Test
  void layersSayWhatDoesNotFit() {
    FeatureShape shape = new FeatureShape(2, 2, 4);
    assertThatThrownBy(() -> new ChannelShuffle(3).outputShape(shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "3 groups cannot be interleaved in 4 channels; the groups must divide the channels.");
    assertThatThrownBy(() -> new ChannelShuffle(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A channel shuffle interleaves at least 2 groups, not 1.");
    assertThatThrownBy(() -> Pool.max(3, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not kernel 3, stride 1, padding 2");
    assertThatThrownBy(() -> Pool.average(3, 1, 0).outputShape(shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A pooling window of 3 does not fit into [2, 2, 4] with padding 0.");
    assertThatThrownBy(() -> new BatchNorm(3).outputShape(shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A normalisation of 3 channels cannot take an input of shape [2, 2, 4].");
    assertThatThrownBy(() -> new Conv2d(new ConvGeometry(4, 1, 5, 1, 1, 1)).outputShape(shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A kernel of 5 does not fit into [2, 2, 4] with padding 1.");
    assertThatThrownBy(() -> new FeatureShape(0, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A feature shape needs sizes of at least 1, not [0, 1, 2].");
  }

  private static boolean inside(FeatureShape shape, int row, int column) {
    return row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
  }

  /** All indices of a four-dimensional array. */
  private static Iterable<int[]> positions(INDArray y) {
    int[] sizes = {(int) y.size(0), (int) y.size(1), (int) y.size(2), (int) y.size(3)};
    return () ->
        IntStream.range(0, (int) y.length())
            .mapToObj(
                i ->
                    new int[] {
                      i / (sizes[1] * sizes[2] * sizes[3]),
                      i / (sizes[2] * sizes[3]) % sizes[1],
                      i / sizes[3] % sizes[2],
                      i % sizes[3]
                    })
            .iterator();
  }
}
