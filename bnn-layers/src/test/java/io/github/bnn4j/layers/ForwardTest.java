// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
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
      @ForAll long seed) {
    Random random = new Random(seed);
    FeatureShape shape = new FeatureShape(6, 5, groups * inputs);
    Window window = RandomWindows.next(random, 5, shape);
    Conv2d layer = new Conv2d(new ConvGeometry(groups * inputs, groups * outputs, window, groups));
    layer.weight().value().assign(GaussianArrays.next(random, layer.weight().value().shape()));
    layer.bias().value().assign(GaussianArrays.next(random, groups * outputs));
    INDArray x = GaussianArrays.next(random, shape.batch(IMAGES));

    INDArray y = layer.bind(shape).forward(x, true);

    assertThat(y.shape()).isEqualTo(layer.outputShape(shape).batch(IMAGES));
    for (int[] at : positions(y)) {
      int group = at[3] / outputs;
      double sum = layer.bias().value().getDouble(at[3]);
      for (int i = 0; i < window.rows().kernel(); i++) {
        for (int j = 0; j < window.columns().kernel(); j++) {
          int row = window.rows().start(at[1]) + i;
          int column = window.columns().start(at[2]) + j;
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
      @ForAll Pool.Kind kind, @ForAll long seed) {
    Random random = new Random(seed);
    FeatureShape shape = new FeatureShape(6, 5, 3);
    Window window = RandomWindows.next(random, 4, shape);
    boolean max = kind == Pool.Kind.MAX;
    Pool pool = max ? Pool.max(window) : Pool.average(window);
    // Below 0, so that a maximum that counted the padding would be seen.
    INDArray x = GaussianArrays.next(random, shape.batch(IMAGES)).subi(5);

    INDArray y = pool.bind(shape).forward(x, true);

    assertThat(y.shape()).isEqualTo(pool.outputShape(shape).batch(IMAGES));
    for (int[] at : positions(y)) {
      double sum = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < window.rows().kernel(); i++) {
        for (int j = 0; j < window.columns().kernel(); j++) {
          int row = window.rows().start(at[1]) + i;
          int column = window.columns().start(at[2]) + j;
          if (inside(shape, row, column)) {
            sum += x.getDouble(at[0], row, column, at[3]);
            largest = Math.max(largest, x.getDouble(at[0], row, column, at[3]));
          }
        }
      }
      assertThat(y.getDouble(at[0], at[1], at[2], at[3]))
          .isCloseTo(max ? largest : sum / window.taps(), within(1e-5));
    }
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void globalAveragesAreThoseOfAllPositions(
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width) {
    FeatureShape shape = new FeatureShape(height, width, 3);
    INDArray x = GaussianArrays.next(new Random(height), shape.batch(IMAGES));

    INDArray y = Pool.globalAverage().bind(shape).forward(x, true);

    assertThat(y.shape()).containsExactly(IMAGES, 1, 1, 3);
    for (int[] at : positions(y)) {
      double sum = 0;
      for (int i = 0; i < height * width; i++) {
        sum += x.getDouble(at[0], i / width, i % width, at[3]);
      }
      assertThat(y.getDouble(at[0], 0, 0, at[3])).isCloseTo(sum / (height * width), within(1e-5));
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
        .hasMessage("A window of 3 with padding 0 and 0 does not fit on a side of 2.");
    assertThatThrownBy(() -> Pool.max(2, 2, 0).outputShape(new FeatureShape(4, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Pooling windows of 2 with stride 2 leave out the last column of [4, 5, 3]; other sizes,"
                + " or padding behind, would take in all.");
    assertThatThrownBy(() -> new BatchNorm(3).outputShape(shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A normalisation of 3 channels cannot take an input of shape [2, 2, 4].");
    assertThatThrownBy(() -> new Conv2d(new ConvGeometry(4, 1, 5, 1, 1, 1)).outputShape(shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A window of 5 with padding 1 and 1 does not fit on a side of 2.");
    assertThatThrownBy(() -> new BatchNorm(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter weight needs sizes of at least 1, not [0].");
    assertThatThrownBy(() -> new PReLU(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter shift needs sizes of at least 1, not [-1].");
    assertThatThrownBy(() -> new Linear(4, 70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A linear layer has at least 1 input and 1 to 65535 outputs, not 4 and 70000.");
    assertThatThrownBy(() -> Window.same(3, 0, shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The stride of a window must be 1 to 255, not 0.");
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
