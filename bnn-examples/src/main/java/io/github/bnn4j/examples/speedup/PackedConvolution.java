// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.packed.LayerTime;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Session;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.List;
import java.util.Random;

/**
 * The packed binary convolution inside a network, from bits to bits: with the layout of its windows
 * and the threshold behind it, without the layers around it that make the bits and the logits.
 */
final class PackedConvolution implements Contestant {
  private static final String MEASURED_LAYER = "2 ";
  private final Session session;
  private final byte[] pixels;

  PackedConvolution(Convolution convolution) {
    PackedNetwork network = network(convolution);
    session = network.newSession();
    pixels = new byte[network.input().bytes()];
    new Random(1).nextBytes(pixels);
  }

  @Override
  public double milliseconds() {
    return session.times(pixels).stream()
            .filter(time -> time.layers().startsWith(MEASURED_LAYER))
            .mapToLong(LayerTime::nanos)
            .sum()
        / 1e6;
  }

  private static PackedNetwork network(Convolution convolution) {
    int side = Convolution.SIDE;
    int channels = convolution.channels();
    int filters = convolution.filters();
    ConvGeometry first = new ConvGeometry(3, channels, 1, 1, 0, 1);
    ConvGeometry last = new ConvGeometry(filters, 1, 1, 1, 0, 1);
    Random random = new Random(1);
    float[] firstWeights = new float[first.weights()];
    for (int i = 0; i < firstWeights.length; i++) {
      firstWeights[i] = (float) random.nextGaussian();
    }
    return PackedNetwork.builder()
        .setName("one convolution")
        .setInput(new ImageSpec(side, side, 3, new float[3], new float[] {1, 1, 1}))
        .setLabels(List.of("sum"))
        .add(new FloatConv2d(first, firstWeights, new float[channels]))
        .add(new FloatThreshold(new float[channels], bits(channels)))
        .add(binary(convolution.geometry(), convolution.weights()))
        .add(new IntThreshold(new int[filters], bits(filters)))
        .add(binary(last, new float[last.weights()]))
        .add(new Affine(new float[] {1}, new float[] {0}))
        .add(new AvgPool(side, 1, 0))
        .build();
  }

  private static BitConv2d binary(ConvGeometry geometry, float[] weights) {
    return new BitConv2d(geometry, BitTensor.ofSigns(weights, geometry.weightShape()));
  }

  private static BitTensor bits(int count) {
    return BitTensor.ofBits(new boolean[count], count);
  }
}
