// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The lane of tests for other languages is one: Java formats with Persian digits there. */
@Tag("locale")
@EnabledIfSystemProperty(named = "bnn4j.expectedLanguage", matches = "fa")
class LocaleLaneTest {
  @Test
  void numbersWithoutALocaleAreNotAscii() {
    assertThat(String.format(Locale.getDefault(), "%d", 12)).isEqualTo("\u06f1\u06f2");
  }
}
