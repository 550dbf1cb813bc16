// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * The factor that a gradient is multiplied with on its way back through an activation at v: {@code
 * height - slope * |v|} where {@code low < v < high}, else 0. One form for all of them keeps the
 * vectorised loops free of branches, which cost a factor of six.
 */
public enum Gate {
  /** No activation: 1. */
  OPEN(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 1, 0),
  /** ReLU: 1 where v &gt; 0. */
  POSITIVE(0, Float.POSITIVE_INFINITY, 1, 0),
  /** Sign with the clipped identity: 1 where |v| &lt; 1. */
  CLIPPED(-1, 1, 1, 0),
  /** Sign with the triangle of ApproxSign: 2 - 2|v| where |v| &lt; 1. */
  TRIANGLE(-1, 1, 2, 2);

  private final float low;
  private final float high;
  private final float height;
  private final float slope;

  Gate(float low, float high, float height, float slope) {
    this.low = low;
    this.high = high;
    this.height = height;
    this.slope = slope;
  }

  float low() {
    return low;
  }

  float high() {
    return high;
  }

  float height() {
    return height;
  }

  float slope() {
    return slope;
  }

  float factor(float v) {
    return v > low && v < high ? height - slope * Math.abs(v) : 0;
  }
}
