// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void countsImagesOfAnotherClassAndTheLargestDifference() {
    float[] left = {1, 2, 5, 4, 0, 9};
    float[] right = {1.5f, 2, 5, 5.5f, 0, 9};

    assertThat(Agreement.of(left, right, 2)).isEqualTo(new Agreement(3, 1, 1.5));
  }

  @Test
  void equalLogitsAgree() {
    float[] logits = {3, 1, 2};

    assertThat(Agreement.of(logits, logits, 3)).isEqualTo(new Agreement(1, 0, 0));
  }
}
