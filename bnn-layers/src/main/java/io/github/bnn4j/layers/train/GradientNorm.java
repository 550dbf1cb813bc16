// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Parameter;
import java.util.Collection;
import java.util.List;

/** The Euclidean norm of all gradients together. */
final class GradientNorm {

  private final List<Parameter> trained;
  private float[] values = new float[0];

  GradientNorm(Collection<Parameter> trained) {
    this.trained = List.copyOf(trained);
  }

  /** Computes it, in double and always in the same order. */
  double value() {
    double squares = 0;
    for (Parameter parameter : trained) {
      int length = Math.toIntExact(parameter.gradient().length());
      if (values.length < length) {
        values = new float[length];
      }
      parameter.gradient().data().asNioFloat().get(0, values, 0, length);
      for (int i = 0; i < length; i++) {
        squares += (double) values[i] * values[i];
      }
    }
    return Math.sqrt(squares);
  }
}
