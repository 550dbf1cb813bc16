// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.List;

/** The Euclidean norms of gradients: of each parameter's, and of all together. */
final class GradientNorm {

  /** So few that they stay in the processor's first cache. */
  private static final int PIECE = 2048;

  private final List<Parameter> trained;
  private final IdentityHashMap<Parameter, Double> norms = new IdentityHashMap<>();
  private final float[] values = new float[PIECE];

  GradientNorm(Network network) {
    this.trained = network.parameters().values().stream().filter(Parameter::isTrained).toList();
  }

  /** Computes that of all, in double and always in the same order. */
  double all() {
    double sum = 0;
    for (Parameter parameter : trained) {
      double squares = squares(parameter.gradientMemory());
      norms.put(parameter, Math.sqrt(squares));
      sum += squares;
    }
    return Math.sqrt(sum);
  }

  /** That of one parameter's gradient when the last of all was computed. */
  double of(Parameter parameter) {
    return norms.get(parameter);
  }

  private double squares(FloatBuffer memory) {
    int length = memory.capacity();
    double sum = 0;
    for (int at = 0; at < length; at += PIECE) {
      int count = Math.min(PIECE, length - at);
      memory.get(at, values, 0, count);
      sum += squares(count);
    }
    return sum;
  }

  /** Four sums at once: each waits for the one before, and one alone would wait all the time. */
  private double squares(int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < length; i++) {
      a += (double) values[i] * values[i];
    }
    return a + b + c + d;
  }
}
