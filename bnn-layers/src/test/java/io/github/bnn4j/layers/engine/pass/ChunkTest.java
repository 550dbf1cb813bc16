// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChunkTest {

  @Property
  void chunksTakeEachImageOnceInOrder(
      @ForAll @IntRange(min = 1, max = 300) int batch,
      @ForAll @IntRange(min = 1, max = 16) int workers,
      @ForAll @IntRange(min = 1, max = 40) int most) {
    int parts = Math.min(batch, workers);

    List<List<Chunk>> chunks = Chunk.of(batch, parts, most);

    assertThat(chunks).hasSize(parts);
    int next = 0;
    for (List<Chunk> part : chunks) {
      assertThat(part).isNotEmpty();
      for (Chunk chunk : part) {
        assertThat(chunk.first()).isEqualTo(next);
        assertThat(chunk.count()).isBetween(1, most);
        next += chunk.count();
      }
    }
    assertThat(next).isEqualTo(batch);
  }
}
