// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReproduceCifar10TableTest {

  @Test
  void everyPublishedLineHasOursBelow() {
    List<Integer> done = new ArrayList<>();
    ReproduceCifar10Table.Result result =
        ReproduceCifar10Table.run(Cifar10Dataset.embeddedTest().subset(0, 100), done::add);

    List<List<String>> rows = result.table().rows();
    assertThat(rows).hasSize(8);
    assertThat(rows.get(4))
        .containsSequence("published", "0.02 GMac", "969.82 k", "76.08", "76.67", "2h09");
    assertThat(rows.get(5).get(3)).isEqualTo("969.82 k");
    for (int i = 0; i < 4; i++) {
      Architecture architecture = Zoo.all().get(i);
      double top1 = result.rows().get(i).ours().top1();
      assertThat(rows.get(2 * i + 1)).startsWith(architecture.name(), "BNN4J, 100 images");
      assertThat(rows.get(2 * i + 1).get(4)).isEqualTo(String.format(Locale.ROOT, "%.2f", top1));
      assertThat(top1).isGreaterThan(50);
      assertThat(result.rows().get(i).trainingTime()).isPositive();
    }
    assertThat(done).isSorted().endsWith(400);
  }
}
