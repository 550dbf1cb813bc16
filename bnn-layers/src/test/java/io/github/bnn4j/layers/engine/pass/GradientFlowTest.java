// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.layers.engine.pass.GradientFlow.Arrival;
import io.github.bnn4j.layers.engine.pass.GradientFlow.Handing;
import io.github.bnn4j.layers.engine.pass.GradientFlow.Life;
import io.github.bnn4j.layers.engine.pass.GradientFlow.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientFlowTest {

  @Test
  void aChainTakesTwoBuffersInTurns() {
    GradientFlow flow =
        new GradientFlow(List.of(layer(0, 1), layer(1, 2), layer(2, 3), layer(3, 4)));

    assertThat(flow.arrivals(0)).containsExactly(Arrival.UNWANTED);
    assertThat(flow.arrivals(3)).containsExactly(Arrival.FIRST);
    assertThat(slots(flow)).isEqualTo(2);
  }

  @Test
  void aShortcutIsAddedInTheBufferOfTheBranch() {
    // y = x + f(g(x))
    GradientFlow flow =
        new GradientFlow(List.of(layer(0, 1), layer(1, 2), layer(2, 3), sum(4, 1, 3)));

    assertThat(flow.arrivals(3)).containsExactly(Arrival.FIRST, Arrival.FIRST);
    assertThat(flow.arrivals(1)).containsExactly(Arrival.TAKES);
  }

  @Test
  void manyResidualBlocksTakeThreeBuffers() {
    List<Part> parts = new ArrayList<>(List.of(layer(0, 1)));
    int x = 1;
    for (int block = 0; block < 10; block++) {
      parts.add(layer(x, x + 1));
      parts.add(layer(x + 1, x + 2));
      parts.add(sum(x + 3, x, x + 2));
      x += 3;
    }
    parts.add(layer(x, x + 1));

    assertThat(slots(new GradientFlow(parts))).isEqualTo(3);
  }

  @Test
  void theGradientOfASumIsNeverWrittenTo() {
    // z = (x + x) read by a sum first and by a layer last
    GradientFlow flow = new GradientFlow(List.of(layer(0, 1), sum(2, 1, 1), layer(2, 3)));

    assertThat(flow.arrivals(1)).containsExactly(Arrival.FIRST, Arrival.NEW);
  }

  @Test
  void aStreamsGradientStaysInItsBuffer() {
    // each block is y = x + f(x); its end changes the gradient of y to that of x, f adds to it
    List<Part> parts = new ArrayList<>(List.of(layer(0, 1)));
    int x = 1;
    for (int block = 0; block < 5; block++) {
      parts.add(new Part(List.of(Handing.ADDED), List.of(x), x + 1));
      parts.add(new Part(List.of(Handing.OWN, Handing.CHANGED), List.of(x + 1, x), x + 2));
      x += 2;
    }
    parts.add(layer(x, x + 1));

    GradientFlow flow = new GradientFlow(parts);

    assertThat(flow.arrivals(2)).containsExactly(Arrival.FIRST, Arrival.FIRST);
    assertThat(flow.arrivals(1)).containsExactly(Arrival.MERGED);
    assertThat(flow.lives()).filteredOn(life -> life.part() == 1).isEmpty();
    assertThat(slots(flow)).isEqualTo(2);
  }

  @Test
  void nothingIsChangedThatOthersHold() {
    // y = x + f(x), read by a sum that hands its gradient to both
    List<Part> parts =
        List.of(
            layer(0, 1),
            new Part(List.of(Handing.ADDED), List.of(1), 2),
            new Part(List.of(Handing.OWN, Handing.CHANGED), List.of(2, 1), 3),
            layer(3, 4),
            sum(5, 3, 4),
            layer(5, 6));

    GradientFlow flow = new GradientFlow(parts.subList(0, 3));

    assertThat(flow.lives()).filteredOn(life -> life.part() == 2).hasSize(2);
    assertThat(new GradientFlow(parts).arrivals(3)).containsExactly(Arrival.TAKES);
  }

  private static int slots(GradientFlow flow) {
    return new Lifetimes<>(
            flow.lives().stream()
                .map((Life life) -> new Lifetimes.Span<>("", 1, life.madeAt(), life.lastReadAt()))
                .toList())
        .slots()
        .size();
  }

  private static Part layer(int input, int output) {
    return new Part(List.of(Handing.OWN), List.of(input), output);
  }

  private static Part sum(int output, Integer... inputs) {
    return new Part(Collections.nCopies(inputs.length, Handing.GIVEN), List.of(inputs), output);
  }
}
