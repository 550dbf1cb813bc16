// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TextTableTest {
  private static final TextTable TABLE =
      new TextTable(
          List.of("network", "bytes"),
          List.of(List.of("nin", "3,879,288"), List.of("a \"b\"", "1")));

  @Test
  void markdownIsAligned() {
    assertThat(TABLE.markdown())
        .isEqualTo(
            """
            | network | bytes     |
            |---------|-----------|
            | nin     | 3,879,288 |
            | a "b"   | 1         |
            """);
  }

  @Test
  void cellsWithCommasAndQuotesAreQuotedInCsv() {
    assertThat(TABLE.csv()).isEqualTo("network,bytes\nnin,\"3,879,288\"\n\"a \"\"b\"\"\",1\n");
  }

  @Test
  void aCellWithBarsOrLineBreaksStaysACell() {
    TextTable table = new TextTable(List.of("class"), List.of(List.of("a|b"), List.of("c\nd")));

    assertThat(table.markdown()).isEqualTo("| class |\n|-------|\n| a\\|b  |\n| c d   |\n");
    assertThat(table.csv()).isEqualTo("class\na|b\n\"c\nd\"\n");
  }

  @Test
  void rowWithAMissingCellIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextTable(List.of("a", "b"), List.of(List.of("1"))))
        .withMessageContaining("not 2 cells");
  }
}
