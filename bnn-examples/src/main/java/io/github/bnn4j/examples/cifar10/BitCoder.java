// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

/**
 * One direction of a binary arithmetic coder, so that a model of the data is written once and runs
 * both ways.
 */
interface BitCoder {

  /**
   * Codes one bit and teaches it to the model.
   *
   * @param bit the bit to write; a reader ignores it
   * @return the bit that was written or read
   */
  int code(AdaptiveBits model, int context, int bit);
}
