// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.kernel.VectorApi;
import java.lang.invoke.MethodHandles;

/** Fused multiply-adds of numbers in registers: as fast as a processor can do them at all. */
public interface MultiplyAdds {

  /** Steps of a run. */
  int STEPS = 10_000;

  /** The chains that run beside each other, more than a multiply-add has cycles times units. */
  int CHAINS = 12;

  /** Returns those of the Vector API where it runs, else of plain Java. */
  static MultiplyAdds fastest() {
    try {
      return VectorApi.find(MethodHandles.lookup(), MultiplyAdds.class, "VectorMultiplyAdds", 21)
          .get();
    } catch (UnsupportedOperationException e) {
      return new ScalarMultiplyAdds();
    }
  }

  /** Runs all steps; returns what came out, so that nothing is left out. */
  float run();

  /** The multiply-adds of a run. */
  double count();
}
