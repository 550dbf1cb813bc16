// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Phase;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Counting bits gives the sums that multiplying signs gives, exactly. */
@Tag("kernel")
class BitConvolutionTest {

  private static final int BATCH = 3;
  private static final int[] PER_GROUP = {4, 8, 16, 32, 64, 96, 16};

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void countsAreTheSumsOfProductsOfSigns(
      @ForAll @IntRange(min = 0, max = 6) int groupSize,
      @ForAll @IntRange(min = 1, max = 2) int outputWords,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 0, max = 4) int shuffles,
      @ForAll boolean rectified,
      @ForAll boolean scaled,
      @ForAll @IntRange(min = 1, max = 3) int workers,
      @ForAll long seed) {
    Random random = new Random(seed);
    int perGroup = PER_GROUP[groupSize];
    int all = groups * Math.max(1, 32 / perGroup);
    ConvGeometry geometry =
        new ConvGeometry(
            perGroup * all, 32 * outputWords * all, new Window(axis(random), axis(random)), all);
    Window.Axis rows = geometry.window().rows();
    Window.Axis columns = geometry.window().columns();
    FeatureShape input =
        new FeatureShape(3 + random.nextInt(4), 3 + random.nextInt(12), geometry.inChannels());
    INDArray x = GaussianArrays.next(random, input.batch(BATCH));
    ChannelScaling scaling =
        new ChannelScaling(channels(random, input), channels(random, input), rectified);
    int lanes = geometry.outChannels();
    INDArray weights =
        Transforms.sign(
            GaussianArrays.next(random, lanes, rows.kernel(), columns.kernel(), perGroup));
    INDArray scales = Transforms.abs(GaussianArrays.next(random, lanes)).addi(0.5);
    INDArray bias = GaussianArrays.next(random, lanes);
    if (!scaled) {
      scales.assign(1);
      bias.assign(0);
    }
    ChannelOrder order = new ChannelOrder(input.channels(), 1 << shuffles);
    BitConvolution convolution =
        new BitConvolution(
            new Workers(workers), new Timings(), geometry, input, BATCH, order, rectified);
    FeatureShape output =
        new FeatureShape(rows.outputSize(input.height()), columns.outputSize(input.width()), lanes);
    INDArray y = Nd4j.create(DataType.FLOAT, output.batch(BATCH));
    INDArray signs = Nd4j.create(DataType.FLOAT, input.batch(BATCH));
    INDArray halves = Nd4j.create(DataType.BFLOAT16, input.batch(BATCH));
    BatchNorm norm = new BatchNorm(output.channels());
    ChannelStatistics measured = statistics(norm, rectified);
    ChannelStatistics expected = statistics(norm, rectified);

    convolution.read(Values.of(x), scaling);
    convolution.useWeights(weights, scales, bias);
    convolution.run(Values.of(y));
    convolution.measure(measured);
    convolution.writeSigns(Values.of(signs));
    convolution.writeSigns(Values.of(halves));

    float[] expectedSigns = signs(x.data().asFloat(), scaling, order);
    assertThat(signs.data().asFloat()).containsExactly(expectedSigns);
    assertThat(halves.castTo(DataType.FLOAT).data().asFloat()).containsExactly(expectedSigns);
    float[] sums = sums(geometry, input, output, expectedSigns, weights.data().asFloat());
    for (int i = 0; i < sums.length; i++) {
      int o = i % lanes;
      sums[i] = Math.fma(scales.getFloat(o), sums[i], bias.getFloat(o));
    }
    assertThat(y.data().asFloat()).containsExactly(sums);
    new ChannelPasses(
            new Workers(1), new Timings(), BATCH * output.pixels(), lanes, Optional.empty())
        .measure(Values.of(y), expected, true);
    for (int c = 0; c < lanes; c++) {
      assertThat(variance(measured, c))
          .isCloseTo(variance(expected, c), within(1e-5 * (1 + meanSquare(sums, c, lanes))));
    }
  }

  /** Of which gamma is 1, with the layer's epsilon. */
  private static double variance(ChannelStatistics statistics, int channel) {
    double scale = statistics.scaling().scale()[channel];
    return 1 / (scale * scale);
  }

  private static double meanSquare(float[] values, int channel, int channels) {
    double sum = 0;
    for (int i = channel; i < values.length; i += channels) {
      sum += values[i] * values[i];
    }
    return sum * channels / values.length;
  }

  @Example
  void aStepMovesSignsFiltersAndSumsOnce() {
    FeatureShape input = new FeatureShape(4, 4, 64);
    ConvGeometry geometry = new ConvGeometry(64, 32, 1, 1, 0, 1);
    Timings timings = new Timings();
    BitConvolution convolution =
        new BitConvolution(
            new Workers(2), timings, geometry, input, BATCH, new ChannelOrder(64, 1), false);
    INDArray x = Nd4j.create(DataType.FLOAT, input.batch(BATCH));
    INDArray weights = Nd4j.create(DataType.FLOAT, 32, 1, 1, 64);
    INDArray perFilter = Nd4j.create(DataType.FLOAT, 32);
    INDArray y = Nd4j.create(DataType.FLOAT, BATCH, 4, 4, 32);
    INDArray signs = Nd4j.create(DataType.BFLOAT16, input.batch(BATCH));

    convolution.read(Values.of(x), ChannelScaling.shifted(new float[64]));
    convolution.useWeights(weights, perFilter, perFilter);
    convolution.run(Values.of(y));
    convolution.writeSigns(Values.of(signs));

    long bits = BATCH * 4 * 4 * 64 / 8;
    long filters = 32 * 64 / 8;
    assertThat(timings.bytesMoved())
        .containsEntry(Phase.NORMALIZATION, BATCH * 4 * 4 * 64 * 4 + bits)
        .containsEntry(Phase.BINARIZATION, 32 * 64 * 4 + filters)
        .containsEntry(Phase.CONVOLUTION_FORWARD, bits + filters + BATCH * 4 * 4 * 32 * 4)
        .containsEntry(Phase.MOVEMENT, bits + BATCH * 4 * 4 * 64 * 2);
  }

  private static float[] channels(Random random, FeatureShape shape) {
    return GaussianArrays.next(random, shape.channels()).data().asFloat();
  }

  private static ChannelStatistics statistics(BatchNorm norm, boolean rectified) {
    norm.initialize(new Random(1));
    return new ChannelStatistics(norm, new ChannelOrder(norm.channels(), 1).targets(), rectified);
  }

  /** The channels of y are those of x in order. */
  private static float[] signs(float[] x, ChannelScaling scaling, ChannelOrder order) {
    float[] signs = new float[x.length];
    int channels = scaling.channels();
    for (int i = 0; i < x.length; i++) {
      int source = order.sources()[i % channels];
      signs[i] = scaling.apply(source, x[i - i % channels + source]) >= 0 ? 1 : -1;
    }
    return signs;
  }

  private static Window.Axis axis(Random random) {
    int kernel = 1 + random.nextInt(3);
    int stride = 1 + random.nextInt(2);
    return new Window.Axis(kernel, stride, random.nextInt(kernel), random.nextInt(kernel));
  }

  private static float[] sums(
      ConvGeometry geometry, FeatureShape input, FeatureShape output, float[] x, float[] w) {
    float[] sums = new float[BATCH * output.size()];
    Window.Axis rows = geometry.window().rows();
    Window.Axis columns = geometry.window().columns();
    int depth = geometry.depth();
    int perTap = geometry.perGroup();
    int perGroup = geometry.outChannels() / geometry.groups();
    for (int i = 0; i < sums.length; i++) {
      int o = i % output.channels();
      int pixel = i / output.channels() % output.pixels();
      int image = i / output.size();
      int top = rows.start(pixel / output.width());
      int left = columns.start(pixel % output.width());
      for (int k = 0; k < depth; k++) {
        int tap = k / perTap;
        int row = top + tap / columns.kernel();
        int column = left + tap % columns.kernel();
        boolean inside = row >= 0 && row < input.height() && column >= 0 && column < input.width();
        int at = (image * input.pixels() + row * input.width() + column) * input.channels();
        sums[i] += inside ? x[at + o / perGroup * perTap + k % perTap] * w[o * depth + k] : 0;
      }
    }
    return sums;
  }
}
