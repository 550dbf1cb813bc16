// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PartTest {

  private static Part part(int worker, int images, float... numbers) {
    return new Part(worker, images, new Values(new long[] {numbers.length}, numbers));
  }

  @Test
  void theMeanCountsImages() {
    Values mean = Part.mean(List.of(part(0, 30, 1, 0), part(1, 10, 5, 8)));
    assertThat(mean.numbers()).containsExactly(2, 2);
    assertThat(mean.shape()).containsExactly(2);
  }

  @Property(tries = 50)
  void theMeanIsTheSameInAnyOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<Part> parts = new ArrayList<>();
    for (int worker = 0; worker < 7; worker++) {
      parts.add(part(worker, 1 + random.nextInt(9), (float) random.nextGaussian() * 1e-3f, 1e30f));
    }
    float[] mean = Part.mean(parts).numbers();
    Collections.shuffle(parts, random);
    assertThat(Part.mean(parts).numbers()).isEqualTo(mean);
  }
}
