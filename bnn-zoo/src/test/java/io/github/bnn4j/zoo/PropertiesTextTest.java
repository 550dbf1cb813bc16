// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;

class PropertiesTextTest {

  @Property(tries = 500)
  void textOfAnyCharactersIsReadAsItWasWritten(
      @ForAll
          @Chars({' ', '\\', '\n', '\r', '\t', '\f', '=', ':', '#', '!', 'u', '\u0085', '\u2028'})
          @CharRange(from = 'ա', to = 'ֆ')
          String value)
      throws IOException {
    Map<String, String> entries = Map.of("training.recipe", value, "training.script", "train.py");

    assertThat(read(PropertiesText.of(entries))).isEqualTo(entries);
  }

  @Example
  void anEntryIsALine() {
    assertThat(PropertiesText.of(Map.of("training.start", "runs\\first\nrun")))
        .isEqualTo("training.start=runs\\\\first\\nrun\n");
  }

  private static Map<String, String> read(String text) throws IOException {
    return PropertiesText.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
