// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Packed networks of the shapes of the zoo with random weights and balanced thresholds. */
final class RandomNetworks {

  private final Random random;
  private final List<PackedLayer> layers = new ArrayList<>();

  private RandomNetworks(long seed) {
    random = new Random(seed);
  }

  /** Network in network, XNOR: one group everywhere. */
  static PackedNetwork ninXnor(long seed) {
    int[] channels = {192, 160, 96, 192, 192, 192, 192, 192};
    return new RandomNetworks(seed).build("nin-xnor", channels, new int[] {1, 1, 1, 1, 1, 1, 1, 1});
  }

  /** Network in network, XNOR, with grouped convolutions and channel shuffles. */
  static PackedNetwork ninGcXnor(long seed) {
    int[] channels = {256, 256, 256, 512, 512, 512, 1024, 1024};
    return new RandomNetworks(seed)
        .build("nin-gc-xnor", channels, new int[] {1, 2, 2, 16, 4, 4, 32, 8});
  }

  private PackedNetwork build(String name, int[] channels, int[] groups) {
    int[] kernels = {5, 1, 1, 5, 1, 1, 3, 1};
    layers.add(floatConv(3, channels[0], 5));
    layers.add(new FloatThreshold(floats(channels[0], 1), flips(channels[0])));
    for (int i = 1; i < channels.length; i++) {
      if (groups[i] > 1 && groups[i - 1] > 1) {
        layers.add(new Shuffle(groups[i - 1]));
      }
      ConvGeometry geometry =
          new ConvGeometry(channels[i - 1], channels[i], kernels[i], 1, kernels[i] / 2, groups[i]);
      layers.add(binConv(geometry));
      int spread = (int) Math.sqrt(geometry.depth());
      if (i == 2) {
        layers.add(new MaxPool(3, 2, 1));
      }
      if (i == 5) {
        layers.add(averageThreshold(channels[i], spread));
      } else if (i < channels.length - 1) {
        layers.add(new IntThreshold(integers(channels[i], spread), flips(channels[i])));
      }
    }
    int last = channels[channels.length - 1];
    layers.add(new Affine(floats(last, 0.1f), floats(last, 1)));
    layers.add(new Relu());
    layers.add(floatConv(last, 10, 1));
    layers.add(new Affine(floats(10, 1), floats(10, 1)));
    layers.add(new Relu());
    layers.add(new AvgPool(8, 1, 0));
    return PackedNetwork.builder()
        .setName(name)
        .setInput(
            new ImageSpec(
                32, 32, 3, new float[] {125.3f, 123, 113.9f}, new float[] {63, 62.1f, 66.7f}))
        .setLabels(IntStream.range(0, 10).mapToObj(i -> "class " + i).toList())
        .addAll(layers)
        .build();
  }

  private FloatConv2d floatConv(int in, int out, int kernel) {
    ConvGeometry geometry = new ConvGeometry(in, out, kernel, 1, kernel / 2, 1);
    float scale = (float) (1 / Math.sqrt(geometry.depth()));
    return new FloatConv2d(geometry, floats(geometry.weights(), scale), floats(out, 0.1f));
  }

  private BitConv2d binConv(ConvGeometry geometry) {
    return new BitConv2d(
        geometry, BitTensor.ofSigns(floats(geometry.weights(), 1), geometry.weightShape()));
  }

  private AvgPoolThreshold averageThreshold(int channels, int spread) {
    int[][] limit = new int[channels][10];
    for (int[] row : limit) {
      Arrays.setAll(row, n -> n * spread + random.nextInt(2 * spread + 1) - spread);
    }
    return new AvgPoolThreshold(
        new Window(3, 2, 1), integers(channels, spread), limit, flips(channels));
  }

  private BitTensor flips(int channels) {
    return BitTensor.ofSigns(floats(channels, 1), channels);
  }

  private int[] integers(int count, int spread) {
    return IntStream.range(0, count).map(i -> random.nextInt(2 * spread + 1) - spread).toArray();
  }

  private float[] floats(int count, float scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * (float) random.nextGaussian();
    }
    return values;
  }
}
