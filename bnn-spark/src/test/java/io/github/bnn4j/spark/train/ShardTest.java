// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ShardTest {
  private static final FeatureShape SHAPE = new FeatureShape(1, 1, 2);

  /** Examples whose two pixels tell them apart. */
  private static List<Example> examples(int count) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(new Example(new byte[] {(byte) i, (byte) (i >> 8)}, i % 3));
    }
    return examples;
  }

  @Property(tries = 200)
  void thePartsOfAnEpochHaveEachFullBatchOnce(
      @ForAll @IntRange(max = 400) int count,
      @ForAll @IntRange(min = 1, max = 50) int batch,
      @ForAll @IntRange(min = 1, max = 9) int parts,
      @ForAll long seed) {
    Shard shard = new Shard(examples(count).iterator(), SHAPE.size());
    Set<Integer> seen = new HashSet<>();
    int images = 0;
    for (int part = 0; part < parts; part++) {
      ImageDataset data = shard.part(seed, part, parts, batch, SHAPE, 3);
      assertThat(data.size() % batch).isZero();
      images += data.size();
      for (int i = 0; i < data.size(); i++) {
        int image = (data.pixels()[2 * i] & 0xff) | (data.pixels()[2 * i + 1] & 0xff) << 8;
        assertThat(data.labels()[i]).isEqualTo(image % 3);
        seen.add(image);
      }
    }
    assertThat(images).isEqualTo(count / batch * batch);
    assertThat(seen).hasSize(images);
  }

  @Property(tries = 50)
  void theOrderOfArrivalDoesNotMatter(@ForAll long seed) {
    List<Example> examples = examples(300);
    Shard shard = new Shard(examples.iterator(), SHAPE.size());
    Collections.shuffle(examples, new Random(seed));
    Shard other = new Shard(examples.iterator(), SHAPE.size());
    assertThat(other.fingerprint()).isEqualTo(shard.fingerprint());
    assertThat(other.part(seed, 0, 1, 10, SHAPE, 3).pixels())
        .isEqualTo(shard.part(seed, 0, 1, 10, SHAPE, 3).pixels());
  }
}
