// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

/**
 * One operation of a packed network. Layers are immutable values: they copy the arrays they are
 * given and give away, and are equal where their numbers are.
 *
 * <p>Values have shape [H, W, C] and one of three {@linkplain ValueKind kinds}. Channels are the
 * fastest dimension.
 */
public sealed interface PackedLayer
    permits FloatConv2d,
        Affine,
        Relu,
        MaxPool,
        AvgPool,
        ChannelShuffle,
        FloatThreshold,
        BinConv2d,
        IntThreshold,
        AvgPoolThreshold {

  /**
   * Returns the kind and shape of what this layer makes of an input.
   *
   * @param input the kind and shape of the input
   * @return those of the output
   * @throws IllegalArgumentException if the layer cannot take that input
   */
  ValueShape outputShape(ValueShape input);
}
