// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

/** One number at a time. */
final class ScalarMultiplyAdds implements MultiplyAdds {

  @Override
  public float run() {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float x = 0.5f;
    for (int step = 0; step < STEPS * CHAINS; step += 6) {
      a = Math.fma(x, x, a);
      b = Math.fma(x, x, b);
      c = Math.fma(x, x, c);
      d = Math.fma(x, x, d);
      e = Math.fma(x, x, e);
      f = Math.fma(x, x, f);
    }
    return a + b + c + d + e + f;
  }

  @Override
  public double count() {
    return (double) STEPS * CHAINS;
  }
}
