// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.kernel.Kernel;
import org.junit.jupiter.api.Test;

class BinaryGemmTest {

  @Test
  void productIsThatOfPlainLoops() {
    BinaryGemm product = new BinaryGemm(Kernel.create(), 24, 96, 64);

    product.run();

    for (int row = 0; row < 24; row++) {
      for (int column = 0; column < 64; column++) {
        assertThat(product.sum(row, column)).isEqualTo(product.expected(row, column));
      }
    }
  }
}
