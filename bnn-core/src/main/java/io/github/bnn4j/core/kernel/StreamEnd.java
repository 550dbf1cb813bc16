// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * How the sums of a binary convolution join a stream of numbers: normalisation, shortcut and PReLU
 * of a residual block, and the signs of the next one, lane by lane. Without a PReLU center and
 * offset are 0 and the slope is 1; thresholds whose bits nobody reads are NaN.
 *
 * @param scale the factor of each sum. Not copied, like all that follow
 * @param shift what is added to the product, in one rounding
 * @param center what is taken away after the shortcut was added
 * @param slope the factor of what is then below 0
 * @param offset what is added last
 * @param thresholds what the stream is compared with
 * @param inversions the inversions of each tile of bits
 */
public record StreamEnd(
    float[] scale,
    float[] shift,
    float[] center,
    float[] slope,
    float[] offset,
    float[] thresholds,
    int[] inversions) {

  /** {@return the lanes of a pixel} */
  public int lanes() {
    return scale.length;
  }
}
