// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.GaussianArrays;
import java.util.Random;
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

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void countsAreTheSumsOfProductsOfSigns(
      @ForAll @IntRange(min = 1, max = 3) int inputWords,
      @ForAll @IntRange(min = 1, max = 2) int outputWords,
      @ForAll boolean scaled,
      @ForAll @IntRange(min = 1, max = 3) int workers,
      @ForAll long seed) {
    Random random = new Random(seed);
    ConvGeometry geometry =
        new ConvGeometry(
            32 * inputWords, 32 * outputWords, new Window(axis(random), axis(random)), 1);
    Window.Axis rows = geometry.window().rows();
    Window.Axis columns = geometry.window().columns();
    FeatureShape input =
        new FeatureShape(3 + random.nextInt(4), 3 + random.nextInt(12), 32 * inputWords);
    INDArray x = GaussianArrays.next(random, input.batch(BATCH));
    float[] threshold = GaussianArrays.next(random, input.channels()).data().asFloat();
    INDArray weights =
        Transforms.sign(
            GaussianArrays.next(
                random,
                geometry.outChannels(),
                rows.kernel(),
                columns.kernel(),
                geometry.inChannels()));
    INDArray scales = GaussianArrays.next(random, geometry.outChannels());
    INDArray bias = GaussianArrays.next(random, geometry.outChannels());
    if (!scaled) {
      scales.assign(1);
      bias.assign(0);
    }
    BitConvolution convolution =
        new BitConvolution(new Workers(workers), new Timings(), geometry, input, BATCH);
    FeatureShape output =
        new FeatureShape(
            rows.outputSize(input.height()),
            columns.outputSize(input.width()),
            geometry.outChannels());
    INDArray y = Nd4j.create(DataType.FLOAT, output.batch(BATCH));
    INDArray signs = Nd4j.create(DataType.FLOAT, input.batch(BATCH));
    INDArray halves = Nd4j.create(DataType.BFLOAT16, input.batch(BATCH));

    convolution.read(Values.of(x), threshold);
    convolution.useWeights(weights, scales, bias);
    convolution.run(Values.of(y));
    convolution.writeSigns(Values.of(signs));
    convolution.writeSigns(Values.of(halves));

    float[] expectedSigns = x.data().asFloat();
    for (int i = 0; i < expectedSigns.length; i++) {
      expectedSigns[i] = expectedSigns[i] + threshold[i % threshold.length] >= 0 ? 1 : -1;
    }
    assertThat(signs.data().asFloat()).containsExactly(expectedSigns);
    assertThat(halves.castTo(DataType.FLOAT).data().asFloat()).containsExactly(expectedSigns);
    float[] sums = sums(geometry, input, output, expectedSigns, weights.data().asFloat());
    for (int i = 0; i < sums.length; i++) {
      int o = i % geometry.outChannels();
      sums[i] = Math.fma(scales.getFloat(o), sums[i], bias.getFloat(o));
    }
    assertThat(y.data().asFloat()).containsExactly(sums);
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
    for (int i = 0; i < sums.length; i++) {
      int o = i % output.channels();
      int pixel = i / output.channels() % output.pixels();
      int image = i / output.size();
      int top = rows.start(pixel / output.width());
      int left = columns.start(pixel % output.width());
      for (int k = 0; k < depth; k++) {
        int tap = k / geometry.inChannels();
        int row = top + tap / columns.kernel();
        int column = left + tap % columns.kernel();
        boolean inside = row >= 0 && row < input.height() && column >= 0 && column < input.width();
        int at = (image * input.pixels() + row * input.width() + column) * input.channels();
        sums[i] += inside ? x[at + k % geometry.inChannels()] * w[o * depth + k] : 0;
      }
    }
    return sums;
  }
}
