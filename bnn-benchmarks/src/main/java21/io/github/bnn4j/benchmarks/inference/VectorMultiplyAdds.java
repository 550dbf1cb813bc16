// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A vector at a time, in chains that do not wait for each other. */
final class VectorMultiplyAdds implements MultiplyAdds {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  @Override
  public float run() {
    FloatVector x = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector a4 = a0;
    FloatVector a5 = a0;
    FloatVector a6 = a0;
    FloatVector a7 = a0;
    FloatVector a8 = a0;
    FloatVector a9 = a0;
    FloatVector a10 = a0;
    FloatVector a11 = a0;
    for (int step = 0; step < STEPS; step++) {
      a0 = x.fma(x, a0);
      a1 = x.fma(x, a1);
      a2 = x.fma(x, a2);
      a3 = x.fma(x, a3);
      a4 = x.fma(x, a4);
      a5 = x.fma(x, a5);
      a6 = x.fma(x, a6);
      a7 = x.fma(x, a7);
      a8 = x.fma(x, a8);
      a9 = x.fma(x, a9);
      a10 = x.fma(x, a10);
      a11 = x.fma(x, a11);
    }
    FloatVector first = a0.add(a1).add(a2).add(a3).add(a4).add(a5);
    FloatVector second = a6.add(a7).add(a8).add(a9).add(a10).add(a11);
    return first.add(second).reduceLanes(VectorOperators.ADD);
  }

  @Override
  public double count() {
    return (double) STEPS * CHAINS * FLOATS.length();
  }
}
