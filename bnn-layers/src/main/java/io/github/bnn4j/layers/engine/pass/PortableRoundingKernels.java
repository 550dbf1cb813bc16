// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;

/** Rounding in plain Java: what the vectorised one is tested against, and runs on any JVM. */
final class PortableRoundingKernels implements RoundingKernels {

  @Override
  public float largest(Values gradient, int from, int to, float[] factors) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      float factor = factors[(i - from) % factors.length];
      largest = Math.max(largest, Math.abs(factor * gradient.get(i)));
    }
    return largest;
  }

  @Override
  public void round(Values gradient, int from, int to, float[] factors, ByteBuffer rounded) {
    for (int i = from; i < to; i++) {
      float factor = factors[(i - from) % factors.length];
      rounded.put(i - from, (byte) Math.rint(factor * gradient.get(i)));
    }
  }
}
