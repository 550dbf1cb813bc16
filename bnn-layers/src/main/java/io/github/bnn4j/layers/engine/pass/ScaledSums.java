// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/** Takes the sums of a convolution on, some positions at a time, see {@link BitKernels#scaled}. */
interface ScaledSums {

  /**
   * Writes those of some positions.
   *
   * @param length how many sums there are, of whole positions
   * @param to the index of the first of the output
   */
  void write(int[] sums, int length, int to);
}
