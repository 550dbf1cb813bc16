// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChannelOrderTest {

  @Property
  void oneChannelOfEachGroupFollowsTheOther(
      @ForAll @IntRange(min = 1, max = 9) int groups,
      @ForAll @IntRange(min = 1, max = 9) int perGroup) {
    int[] sources = new ChannelOrder(groups * perGroup, groups).sources();

    for (int j = 0; j < perGroup; j++) {
      for (int i = 0; i < groups; i++) {
        assertThat(sources[j * groups + i]).isEqualTo(i * perGroup + j);
      }
    }
  }

  @Property
  void targetsAreTheWayBackOfSources(
      @ForAll @IntRange(min = 1, max = 9) int groups,
      @ForAll @IntRange(min = 1, max = 9) int perGroup) {
    ChannelOrder order = new ChannelOrder(groups * perGroup, groups);

    for (int c = 0; c < groups * perGroup; c++) {
      assertThat(order.targets()[order.sources()[c]]).isEqualTo(c);
    }
  }

  @Example
  void oneGroupStaysInOrder() {
    assertThat(new ChannelOrder(4, 1).sources()).containsExactly(0, 1, 2, 3);
  }
}
