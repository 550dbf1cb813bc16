// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.MemoryByNetwork.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryByNetworkTest {
  private final MemoryByNetwork.Result result = MemoryByNetwork.run();
  @TempDir private Path directory;

  @Test
  void floatsTakeFourBytesAParameter() {
    assertThat(result.rows()).hasSize(6);
    assertThat(result.rows())
        .allSatisfy(row -> assertThat(row.floatBytes()).isEqualTo(4 * row.parameters()));
  }

  @Test
  void binaryNetworksPackToAboutTheirBits() {
    List<Row> binary = result.rows().stream().filter(Row::binary).toList();

    assertThat(binary).hasSize(3);
    assertThat(binary)
        .allSatisfy(
            row -> assertThat((double) row.packedBytes() / row.bitBytes()).isBetween(0.9, 1.1));
  }

  @Test
  void floatNetworksDoNotShrink() {
    assertThat(result.rows().stream().filter(row -> !row.binary()))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.ratio()).isBetween(0.95, 1.05));
  }

  @Test
  void writesTableAndChart() {
    result.write(directory);

    assertThat(directory.resolve("memory.csv")).content().contains("nin-xnor,\"969,822\"");
    assertThat(directory).isDirectoryContaining("glob:**/memory.md");
    assertThat(directory).isDirectoryContaining("glob:**/memory.png");
  }
}
