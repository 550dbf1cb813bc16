// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import java.util.List;
import java.util.Optional;

/** Layers of a network that one operation computes, or a join. */
sealed interface Unit {

  /** The value it makes. */
  int output();

  /** The values it reads. */
  List<Integer> inputs();

  /** Signs and their binary convolution. */
  sealed interface Binary extends Unit {

    /** The value it reads. */
    int input();

    BinConv2d conv();

    /** Of the channels that the convolution reads. */
    ChannelOrder order();

    @Override
    default List<Integer> inputs() {
      return List.of(input());
    }
  }

  /** What {@link FusedBlock} computes. */
  record Block(FusedBlock.Fusion fusion, int input, int output) implements Binary {
    @Override
    public BinConv2d conv() {
      return fusion.conv();
    }

    @Override
    public ChannelOrder order() {
      return fusion.order();
    }
  }

  /** What {@link ThresholdBlock} computes. */
  record Signed(ThresholdBlock.Fusion fusion, int input, int output) implements Binary {
    @Override
    public BinConv2d conv() {
      return fusion.conv();
    }

    @Override
    public ChannelOrder order() {
      return new ChannelOrder(conv().geometry().inChannels(), 1);
    }
  }

  /**
   * The end of a residual block: a normalisation of the first input, the sum with the second, and
   * the ReLU or PReLU behind it if there is one.
   */
  record End(BatchNorm norm, Optional<Layer> rectifier, List<Integer> inputs, int output)
      implements Unit {}

  /** What {@link ResidualBlock} computes: the end of a block of the signs of its shortcut. */
  record Residual(Signed signed, End end) implements Unit {
    @Override
    public List<Integer> inputs() {
      return signed.inputs();
    }

    @Override
    public int output() {
      return end.output();
    }
  }

  /** A normalisation, and the ReLU behind it if there is one. */
  record Normalized(BatchNorm norm, boolean relu, int input, int output) implements Unit {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** Any layer alone. */
  record Single(Layer layer, int input, int output) implements Unit {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }
  }

  /** A join. */
  record Joint(Join how, List<Integer> inputs, int output) implements Unit {}
}
