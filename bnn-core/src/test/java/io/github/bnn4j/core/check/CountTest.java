// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
  @Test
  void oneThingIsNamedAlone() {
    assertThat(Count.of(1, "thread")).isEqualTo("1 thread");
    assertThat(Count.of(0, "thread")).isEqualTo("0 threads");
    assertThat(Count.of(50_000, "image")).isEqualTo("50,000 images");
    assertThat(Count.of(1, "class", "classes")).isEqualTo("1 class");
    assertThat(Count.of(10, "class", "classes")).isEqualTo("10 classes");
  }
}
