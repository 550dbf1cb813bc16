// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class SummaryCommandTest {

  @ParameterizedTest
  @CsvSource({
    "nin,         969822, 222486528,         0, 3700000, 4000000",
    "nin-gc-xnor, 720926, 191234048, 170917888,  200000,  400000",
    "birealnet18, 11689512, 1814073344, 1676279808, 4000000, 4500000"
  })
  void countsAreExact(String model, int parameters, int macs, int binaryMacs, int least, int most)
      throws IOException {
    Map<String, Object> json =
        CommandLineRun.of("summary", "--model", model, "--json").succeeded().json();

    assertThat(json)
        .containsEntry("model", model)
        .containsEntry("parameters", parameters)
        .containsEntry("macs", macs)
        .containsEntry("binaryMacs", binaryMacs)
        .containsEntry("floatBytes", 4 * parameters);
    assertThat((int) json.get("packedBytes")).isBetween(least, most);
  }

  @Test
  void textHasALineForEachLayerAndTheTotalsOfTheSource() {
    String out = CommandLineRun.of("summary").succeeded().out();

    assertThat(out.lines().filter(line -> line.startsWith("block"))).hasSize(37);
    assertThat(out).contains("0.015 GMac float, 0.208 GMac binary", "969.82 k");
  }
}
