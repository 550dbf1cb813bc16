// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.examples.fuzz.Fuzz;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BatchFuzzTest {

  private static final int IMAGES = 3;

  @Test
  void cifar() throws IOException {
    byte[] records = new byte[IMAGES * BatchFormat.RECORD];
    new Random(1).nextBytes(records);
    for (int image = 0; image < IMAGES; image++) {
      records[image * BatchFormat.RECORD] = (byte) image;
    }
    Fuzz.run(
        "cifar",
        List.of(records),
        UnaryOperator.identity(),
        DataSetException.class,
        mutant -> BatchFormat.parse(mutant, "mutant", IMAGES));
  }
}
