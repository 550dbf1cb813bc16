// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.zoo.Cifar10;
import java.nio.file.Path;
import java.util.Random;

/** A network of one convolution that is quick, and right about as often as chance. */
final class TinyNetwork {
  private TinyNetwork() {}

  static Path write(Path file, String name) {
    network(name, Cifar10.SIDE).write(file);
    return file;
  }

  /** A network for images of another size than those of CIFAR-10. */
  static Path writeForSide(Path file, String name, int side) {
    network(name, side).write(file);
    return file;
  }

  private static PackedNetwork network(String name, int side) {
    int classes = Cifar10.LABELS.size();
    ConvGeometry geometry = new ConvGeometry(Cifar10.CHANNELS, classes, 1, side / 4, 0, 1);
    Random random = new Random(7);
    float[] weights = new float[Cifar10.CHANNELS * classes];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return PackedNetwork.builder()
        .setName(name)
        .setInput(
            new ImageSpec(side, side, Cifar10.CHANNELS, Cifar10.INPUT.mean(), Cifar10.INPUT.std()))
        .setLabels(Cifar10.LABELS)
        .add(new FloatConv2d(geometry, weights, new float[classes]))
        .add(new AvgPool(4, 1, 0))
        .build();
  }
}
