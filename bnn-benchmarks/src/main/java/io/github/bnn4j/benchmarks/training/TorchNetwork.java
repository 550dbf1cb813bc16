// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;

/** Builds a float network of this library, layer by layer, for PyTorch. */
final class TorchNetwork {

  private TorchNetwork() {}

  /**
   * The same layers and joins, without their weights.
   *
   * @throws IllegalArgumentException if a layer is binary or a shuffle, or a join is no sum
   */
  static Block of(Network network) {
    return new SequentialBlock()
        .add(new TorchGraph(network.graph().map(TorchNetwork::block)))
        .add(Blocks.batchFlattenBlock());
  }

  private static Block block(Layer layer) {
    if (layer instanceof Conv2d conv) {
      return convolution(conv.geometry(), conv.parameters().contains(conv.bias()));
    }
    if (layer instanceof BatchNorm) {
      return ai.djl.nn.norm.BatchNorm.builder().build();
    }
    if (layer instanceof ReLU) {
      return Activation.reluBlock();
    }
    if (layer instanceof Pool pool) {
      return pool(pool);
    }
    throw new IllegalArgumentException(
        "PyTorch has no layer like " + layer.getClass().getSimpleName() + ".");
  }

  private static Block convolution(ConvGeometry geometry, boolean biased) {
    return ai.djl.nn.convolutional.Conv2d.builder()
        .setKernelShape(kernel(geometry.window()))
        .setFilters(geometry.outChannels())
        .optStride(stride(geometry.window()))
        .optPadding(padding(geometry.window()))
        .optGroups(geometry.groups())
        .optBias(biased)
        .build();
  }

  private static Block pool(Pool pool) {
    if (pool.window().isEmpty()) {
      return ai.djl.nn.pooling.Pool.globalAvgPool2dBlock();
    }
    Window window = pool.window().get();
    return pool.kind() == Pool.Kind.MAX
        ? ai.djl.nn.pooling.Pool.maxPool2dBlock(kernel(window), stride(window), padding(window))
        : ai.djl.nn.pooling.Pool.avgPool2dBlock(kernel(window), stride(window), padding(window));
  }

  private static Shape kernel(Window window) {
    return new Shape(window.rows().kernel(), window.columns().kernel());
  }

  private static Shape stride(Window window) {
    return new Shape(window.rows().stride(), window.columns().stride());
  }

  private static Shape padding(Window window) {
    return new Shape(window.rows().before(), window.columns().before());
  }
}
