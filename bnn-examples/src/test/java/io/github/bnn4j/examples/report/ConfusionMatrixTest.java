// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Test
  void theTableNamesTheMostFrequentMistakeOfEachClass() {
    int[][] counts = {{6, 1, 3}, {0, 5, 0}, {2, 2, 0}};
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "dog", "ship"), counts);

    assertThat(matrix.table().rows())
        .containsExactly(
            List.of("cat", "10", "60.00", "ship (3)"),
            List.of("dog", "5", "100.00", "-"),
            List.of("ship", "4", "0.00", "cat (2)"));
  }

  @Test
  void aClassWithoutImagesHasNoAccuracy() {
    ConfusionMatrix matrix =
        new ConfusionMatrix(List.of("cat", "dog"), new int[][] {{7, 1}, {0, 0}});

    assertThat(matrix.table().rows())
        .containsExactly(List.of("cat", "8", "87.50", "dog (1)"), List.of("dog", "0", "-", "-"));
  }

  @Test
  void aNetworkOfOneClassMakesNoMistakes() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat"), new int[][] {{7}});

    assertThat(matrix.table().rows()).containsExactly(List.of("cat", "7", "100.00", "-"));
  }
}
