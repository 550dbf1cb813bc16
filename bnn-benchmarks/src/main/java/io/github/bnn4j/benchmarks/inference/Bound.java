// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.zoo.Complexity;
import java.util.Map;

/**
 * The least time that a network's multiply-accumulates take on this machine: the binary ones at the
 * speed of a large binary product alone, the float ones at that of multiply-adds in registers. Both
 * run in turns with what is compared with the bound.
 */
public final class Bound {

  /** The rows of the binary product. */
  public static final int ROWS = 1536;

  /** The bits of a row. */
  public static final int DEPTH = 2432;

  /** The columns of the binary product. */
  public static final int COLUMNS = 192;

  private static final String PRODUCT = "binary product";
  private static final String MULTIPLY_ADDS = "multiply-adds";

  private final BinaryGemm product;
  private final MultiplyAdds multiplyAdds = MultiplyAdds.fastest();

  /** Where the multiply-adds go, so that none is left out. */
  private volatile float sink;

  /** Prepares the measurement of a kernel. */
  public Bound(Kernel kernel) {
    product = new BinaryGemm(kernel, ROWS, DEPTH, COLUMNS);
  }

  /** Adds what is measured for the bound to what is measured. */
  public void addTo(Map<String, Runnable> contestants) {
    contestants.put(PRODUCT, product::run);
    contestants.put(MULTIPLY_ADDS, () -> sink = multiplyAdds.run());
  }

  /** Billions of binary multiply-accumulates a second, from the times of the contestants in ms. */
  public double binaryGigaMacs(Map<String, Double> times) {
    return product.macs() / times.get(PRODUCT) / 1e6;
  }

  /** Billions of float multiply-accumulates a second, from the times of the contestants in ms. */
  public double floatGigaMacs(Map<String, Double> times) {
    return multiplyAdds.count() / times.get(MULTIPLY_ADDS) / 1e6;
  }

  /** The bound of an image in ms, from the times of the contestants in ms. */
  double ms(Complexity network, Map<String, Double> times) {
    long floats = network.macs() - network.binaryMacs();
    return network.binaryMacs() / binaryGigaMacs(times) / 1e6 + floats / floatGigaMacs(times) / 1e6;
  }
}
