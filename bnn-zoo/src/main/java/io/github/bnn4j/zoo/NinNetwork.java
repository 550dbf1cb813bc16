// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.zoo.NinArchitecture.Block;
import io.github.bnn4j.zoo.NinArchitecture.Pooling;

/** Makes the layers of a network in network. */
final class NinNetwork {
  private final Network.Builder builder =
      Network.builder(new FeatureShape(Cifar10.SIDE, Cifar10.SIDE, Cifar10.CHANNELS));
  private int blocks;

  private NinNetwork() {}

  static Network of(NinArchitecture architecture) {
    NinNetwork network = new NinNetwork();
    architecture.blocks().forEach(network::add);
    return network.builder.build();
  }

  private void add(Block block) {
    String name = "block" + ++blocks;
    if (block.shuffle() > 1) {
      builder.add(name + ".shuffle", new ChannelShuffle(block.shuffle()));
    }
    ConvGeometry geometry =
        new ConvGeometry(
            block.inChannels(),
            block.outChannels(),
            block.kernel(),
            1,
            block.kernel() / 2,
            block.groups());
    if (block.binary()) {
      builder.add(name + ".norm", new BatchNorm(block.inChannels()));
      builder.add(name + ".sign", new BinActiv());
      builder.add(name + ".conv", new BinConv2d(geometry, WeightGradient.CORRECTED));
    } else {
      builder.add(name + ".conv", new Conv2d(geometry));
      builder.add(name + ".norm", new BatchNorm(block.outChannels()));
    }
    builder.add(name + ".relu", new ReLU());
    if (block.pooling() != Pooling.NONE) {
      builder.add(name + ".pool", pool(block.pooling()));
    }
  }

  private static Pool pool(Pooling pooling) {
    return pooling == Pooling.MAX
        ? Pool.max(pooling.kernel, pooling.stride, pooling.padding)
        : Pool.average(pooling.kernel, pooling.stride, pooling.padding);
  }
}
