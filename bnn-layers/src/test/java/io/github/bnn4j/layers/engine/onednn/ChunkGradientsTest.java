// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.GaussianArrays;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Timings;
import io.github.bnn4j.layers.engine.pass.Values;
import io.github.bnn4j.layers.engine.pass.Workers;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of the input, beside one that is summed up an element at a time. */
@Tag("kernel")
class ChunkGradientsTest {

  private static final int IMAGES = 3;

  /**
   * Each gradient of the output is off by at most half a step, a 254th of the largest of its image,
   * alpha included; a sum of n of them by n times that, and it is rounded to bfloat16.
   */
  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void gradientsOfTheInputAreOffByNoMoreThanTheRoundingOfEachSummandAllows(
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 0, max = 1) int halfKernel,
      @ForAll boolean scaled,
      @ForAll long seed) {
    assumeTrue(OneDnnCompiler.obstacle().isEmpty() && OneDnnCompiler.hasBfloat16());
    Case it = new Case(groups, halfKernel, scaled, seed);

    float[] actual = it.inputGradient(data_type.bf16);

    for (int image = 0; image < IMAGES; image++) {
      double step = it.largest(image) / 127;
      for (int at = 0; at < it.input.size(); at++) {
        int[] terms = new int[1];
        double exact = it.exact(image, at, terms);
        double bound = terms[0] * step / 2 + Math.abs(exact) / 256 + terms[0] * step / 256;
        assertThat(Math.abs(actual[image * it.input.size() + at] - exact))
            .as("gradient %s of %s terms", exact, terms[0])
            .isLessThanOrEqualTo(bound);
      }
    }
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void nothingIsRoundedWhereFloat32IsMultiplied(@ForAll boolean scaled, @ForAll long seed) {
    assumeTrue(OneDnnCompiler.obstacle().isEmpty());
    Case it = new Case(1, 1, scaled, seed);

    float[] actual = it.inputGradient(data_type.f32);

    for (int at = 0; at < it.input.size(); at++) {
      double exact = it.exact(0, at, new int[1]);
      assertThat(Math.abs(actual[at] - exact)).isLessThan(1e-4);
    }
  }

  /** A convolution of 5 x 4 pixels and gradients of its output. */
  private static final class Case {
    private final FeatureShape input;
    private final FeatureShape output;
    private final BinConv2d conv;
    private final INDArray gradient;
    private final float[] gradients;
    private final float[] latent;
    private final double[] alpha;

    Case(int groups, int halfKernel, boolean scaled, long seed) {
      ConvGeometry geometry =
          new ConvGeometry(32 * groups, 16 * groups, 2 * halfKernel + 1, 1, halfKernel, groups);
      input = new FeatureShape(5, 4, geometry.inChannels());
      Scaling scaling = scaled ? new Scaling.Alpha(WeightGradient.CORRECTED) : new Scaling.None();
      conv = new BinConv2d(geometry, scaling, LatentConstraint.NONE, false);
      output = conv.outputShape(input);
      Random random = new Random(seed);
      Parameter weight = conv.weight();
      weight.value().assign(GaussianArrays.next(random, weight.value().shape()));
      // exact in bfloat16, so that only what is tested rounds
      gradient =
          GaussianArrays.next(random, output.batch(IMAGES))
              .castTo(DataType.BFLOAT16)
              .castTo(DataType.FLOAT);
      gradients = gradient.dup().data().asFloat();
      latent = weight.floats();
      alpha = new double[output.channels()];
      int size = latent.length / alpha.length;
      for (int filter = 0; filter < alpha.length; filter++) {
        double sum = 0;
        for (int i = filter * size; i < (filter + 1) * size; i++) {
          sum += Math.abs(latent[i]);
        }
        alpha[filter] = scaled ? sum / size : 1;
      }
    }

    float[] inputGradient(data_type operands) {
      boolean half = operands == data_type.bf16;
      Workers workers = new Workers(1);
      try (PointerScope scope = OneDnn.scope()) {
        OneDnn dnn = new OneDnn(new Timings(), workers);
        SharedBuffers buffers = new SharedBuffers(input.size(), IMAGES, List.of());
        BinaryWeights weights = new BinaryWeights(conv, buffers, workers, new Timings());
        Chunk all = new Chunk(0, IMAGES);
        ChunkGradients gradients =
            new ChunkGradients(dnn, conv, weights, input, IMAGES, operands, List.of(List.of(all)));
        DataType type = Values.type(half);
        INDArray source = GaussianArrays.next(new Random(1), input.batch(IMAGES)).castTo(type);
        INDArray ofOutput = gradient.castTo(type);
        INDArray ofInput = source.dup();
        weights.take();

        gradients.begin();
        dnn.onWorkers(
            1,
            part ->
                gradients.run(
                    part, all, Values.of(source), Values.of(ofOutput), Values.of(ofInput)));

        return ofInput.castTo(DataType.FLOAT).data().asFloat();
      }
    }

    double largest(int image) {
      double largest = 0;
      for (int at = 0; at < output.size(); at++) {
        double value = gradients[image * output.size() + at];
        largest = Math.max(largest, Math.abs(value * alpha[at % alpha.length]));
      }
      return largest;
    }

    /** Sums up one value, and counts what it sums up. */
    double exact(int image, int at, int[] terms) {
      ConvGeometry g = conv.geometry();
      int channel = at % input.channels();
      int column = at / input.channels() % input.width();
      int row = at / input.channels() / input.width();
      int kernel = g.window().rows().kernel();
      int filters = g.outChannels() / g.groups();
      int group = channel / g.perGroup();
      double sum = 0;
      for (int i = 0; i < kernel; i++) {
        for (int j = 0; j < kernel; j++) {
          int r = row + kernel / 2 - i;
          int c = column + kernel / 2 - j;
          if (r < 0 || r >= output.height() || c < 0 || c >= output.width()) {
            continue;
          }
          for (int filter = group * filters; filter < (group + 1) * filters; filter++) {
            int weight =
                ((filter * kernel + i) * kernel + j) * g.perGroup() + channel % g.perGroup();
            int place = image * output.size() + (r * output.width() + c) * alpha.length + filter;
            sum += (latent[weight] < 0 ? -alpha[filter] : alpha[filter]) * gradients[place];
            terms[0]++;
          }
        }
      }
      return sum;
    }
  }
}
