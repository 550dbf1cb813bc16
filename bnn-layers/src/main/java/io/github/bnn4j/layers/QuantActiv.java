// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.FeatureShape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Activation of k bits, from floats of any shape {@code [N, H, W, C]} to multiples of {@code 1 /
 * (2^k - 1)} from 0 to 1:
 *
 * <pre>y = round((2^k - 1) min(max(x, 0), 1)) / (2^k - 1)</pre>
 *
 * with halves rounded up. The gradient is that of a straight-through estimator: it passes where
 * {@code 0 < x < 1} and is 0 elsewhere. Immutable: it has no parameters.
 *
 * <p>It is for training and evaluation; packed activations have 1 bit, those of {@link BinActiv}.
 *
 * <p>See Zhou, S. et al. "DoReFa-Net: Training Low Bitwidth Convolutional Neural Networks with Low
 * Bitwidth Gradients", 2016 (arXiv 1606.06160).
 */
public final class QuantActiv implements Layer {

  private static final int MAX_BITS = 8;

  private final int bits;

  /**
   * Makes an activation of so many bits.
   *
   * @param bits k, 1 to 8
   * @throws IllegalArgumentException if they are not
   */
  public QuantActiv(int bits) {
    Require.that(
        bits >= 1 && bits <= MAX_BITS, "An activation has 1 to %s bits, not %s.", MAX_BITS, bits);
    this.bits = bits;
  }

  /**
   * The bits of an activation.
   *
   * @return k, 1 to 8
   */
  public int bits() {
    return bits;
  }

  @Override
  public String description() {
    return "QuantActiv " + bits;
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return input;
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray input;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      int steps = (1 << bits) - 1;
      INDArray clipped = Transforms.max(Transforms.min(x, 1, true), 0, false);
      return Transforms.floor(clipped.muli(steps).addi(0.5), false).divi(steps);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray inside = input.gt(0).castTo(input.dataType());
      return inside.muli(input.lt(1).castTo(input.dataType())).muli(outputGradient);
    }
  }
}
