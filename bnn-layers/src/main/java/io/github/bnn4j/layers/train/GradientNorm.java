// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import java.util.IdentityHashMap;
import java.util.List;

/** The Euclidean norms of gradients: of each parameter's, and of all together. */
final class GradientNorm {

  private final List<Parameter> trained;
  private final IdentityHashMap<Parameter, Double> norms = new IdentityHashMap<>();
  private float[] values = new float[0];

  GradientNorm(Network network) {
    this.trained = network.parameters().values().stream().filter(Parameter::isTrained).toList();
  }

  /** Computes that of all, in double and always in the same order. */
  double all() {
    double sum = 0;
    for (Parameter parameter : trained) {
      int length = Math.toIntExact(parameter.gradient().length());
      if (values.length < length) {
        values = new float[length];
      }
      parameter.gradient().data().asNioFloat().get(0, values, 0, length);
      double squares = squares(length);
      norms.put(parameter, Math.sqrt(squares));
      sum += squares;
    }
    return Math.sqrt(sum);
  }

  /** That of one parameter's gradient when the last of all was computed. */
  double of(Parameter parameter) {
    return norms.get(parameter);
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
