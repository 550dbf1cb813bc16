// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  private final Samples samples = new Samples();

  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    samples.addAll(List.of(9.0, 1.0, 2.0));

    assertThat(samples.median()).isEqualTo(2);
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    samples.addAll(List.of(9.0, 1.0, 2.0, 4.0));

    assertThat(samples.median()).isEqualTo(3);
  }

  @Test
  void medianOfNothingIsRefused() {
    assertThatIllegalStateException().isThrownBy(samples::median);
  }
}
