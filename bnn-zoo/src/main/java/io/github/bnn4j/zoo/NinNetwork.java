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
  private final Network.Builder builder;
  private int side;
  private int blocks;

  private NinNetwork(FeatureShape input) {
    builder = Network.builder(input);
    side = input.height();
  }

  static Network of(NinArchitecture architecture) {
    NinNetwork network = new NinNetwork(architecture.input().shape().features());
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
      Pool pool = pool(block.pooling());
      builder.add(name + ".pool", pool);
      side = pool.outputShape(new FeatureShape(side, side, 1)).height();
    }
  }

  private Pool pool(Pooling pooling) {
    return switch (pooling) {
      case MAX -> Pool.max(3, 2, 1);
      case AVERAGE -> Pool.average(3, 2, 1);
      case GLOBAL -> Pool.average(side, 1, 0);
      case NONE -> throw new IllegalArgumentException("There is no pool.");
    };
  }
}
