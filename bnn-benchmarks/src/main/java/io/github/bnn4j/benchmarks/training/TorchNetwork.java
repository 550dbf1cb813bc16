// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.Network;

/** Builds a float network of this library, layer by layer, for PyTorch. */
final class TorchNetwork {

  private TorchNetwork() {}

  /**
   * The same layers, without their weights.
   *
   * @throws IllegalArgumentException if a layer is binary or a shuffle
   */
  static Block of(Network network) {
    SequentialBlock block = new SequentialBlock();
    network.graph().layers().forEach(layer -> block.add(layer.accept(new OfPyTorch())));
    return block.add(Blocks.batchFlattenBlock());
  }

  private static final class OfPyTorch implements Layer.Visitor<Block> {

    @Override
    public Block conv(Conv2d layer) {
      return convolution(layer.geometry());
    }

    @Override
    public Block norm(BatchNorm layer) {
      return ai.djl.nn.norm.BatchNorm.builder().build();
    }

    @Override
    public Block relu(ReLU layer) {
      return Activation.reluBlock();
    }

    @Override
    public Block pool(Pool layer) {
      return TorchNetwork.pool(layer);
    }

    @Override
    public Block binConv(BinConv2d layer) {
      return other(layer);
    }

    @Override
    public Block sign(BinActiv layer) {
      return other(layer);
    }

    @Override
    public Block shuffle(ChannelShuffle layer) {
      return other(layer);
    }

    @Override
    public Block other(Layer layer) {
      throw new IllegalArgumentException(
          "PyTorch has no layer like " + layer.getClass().getSimpleName() + ".");
    }
  }

  private static Block convolution(ConvGeometry geometry) {
    return ai.djl.nn.convolutional.Conv2d.builder()
        .setKernelShape(square(geometry.kernel()))
        .setFilters(geometry.outChannels())
        .optStride(square(geometry.stride()))
        .optPadding(square(geometry.padding()))
        .optGroups(geometry.groups())
        .build();
  }

  private static Block pool(Pool pool) {
    Shape kernel = square(pool.kernel());
    Shape stride = square(pool.stride());
    Shape padding = square(pool.padding());
    return pool.kind() == Pool.Kind.MAX
        ? ai.djl.nn.pooling.Pool.maxPool2dBlock(kernel, stride, padding)
        : ai.djl.nn.pooling.Pool.avgPool2dBlock(kernel, stride, padding);
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }
}
