// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;

/**
 * Rounds the gradients of an image to int8, for a product with signs of weights: alpha times the
 * gradient is rounded to the nearest multiple of a step, which is a 127th of the largest of the
 * image (Banner et al., "Scalable Methods for 8-bit Training of Neural Networks", 2018). So each is
 * off by at most half a step. Not thread-safe.
 */
public final class GradientRounding {

  private static final int LARGEST = 127;

  /** So many values make a loop worth starting. */
  private static final int SHORTEST = 256;

  private final RoundingKernels kernels = PassKernels.ofThisJvm().rounding();
  private final float[] alpha;
  private final float[] scales;
  private final float[] factors;

  /**
   * Makes it for the gradients of the output of a convolution.
   *
   * @param alpha what the signs of each filter are multiplied with; read again at each {@link
   *     #begin}
   */
  public GradientRounding(float[] alpha) {
    this.alpha = alpha;
    this.scales = new float[alpha.length * Math.max(1, SHORTEST / alpha.length)];
    this.factors = new float[scales.length];
    begin();
  }

  /** Takes alpha as it is now. */
  public void begin() {
    for (int at = 0; at < scales.length; at += alpha.length) {
      System.arraycopy(alpha, 0, scales, at, alpha.length);
    }
  }

  /** The bytes that are read, once for the largest and once to be rounded, and written. */
  public static long moved(int size) {
    return (2L * Short.BYTES + Byte.BYTES) * size;
  }

  /**
   * Rounds the gradients of an image, which are the values from..to-1.
   *
   * @param rounded receives them from its start on
   * @return the step; no finite number if one of the gradients is none
   */
  public float round(Values gradient, int from, int to, ByteBuffer rounded) {
    float largest = kernels.largest(gradient, from, to, scales);
    float step = Math.max(largest / LARGEST, Float.MIN_NORMAL);
    for (int i = 0; i < factors.length; i++) {
      factors[i] = scales[i] / step;
    }
    kernels.round(gradient, from, to, factors, rounded);
    return step;
  }
}
