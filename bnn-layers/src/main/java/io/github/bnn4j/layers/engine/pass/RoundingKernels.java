// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;

/**
 * Gradients times a factor each, rounded to int8. Arrays are {@code [positions, channels]},
 * contiguous, in direct buffers, float32 or bfloat16; a call works on the values from..to-1.
 * Thread-safe.
 *
 * <p>Factors are those of a row, which is one position or several; each row from the first on has
 * the same.
 */
interface RoundingKernels {

  /**
   * The largest magnitude of a gradient times its factor, 0 if there are none; NaN if one is NaN.
   */
  float largest(Values gradient, int from, int to, float[] factors);

  /**
   * Writes the nearest whole number to each gradient times its factor, the even one of two, and 0
   * for NaN, from the start of the bytes on.
   *
   * @param gradient of at most 127.5 in magnitude, after it is multiplied, where it is finite
   */
  void round(Values gradient, int from, int to, float[] factors, ByteBuffer rounded);
}
