// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LifetimesTest {

  @Property
  void noTwoValuesThatAreNeededAtOnceShareASlot(@ForAll long seed) {
    List<Lifetimes.Span<String>> spans = anySpans(new Random(seed));

    Lifetimes<String> lifetimes = new Lifetimes<>(spans);

    for (int step = 0; step < 40; step++) {
      int now = step;
      List<Integer> busy =
          IntStream.range(0, spans.size())
              .filter(i -> spans.get(i).madeAt() <= now && now <= spans.get(i).lastReadAt())
              .mapToObj(lifetimes::slotOf)
              .toList();
      assertThat(busy).doesNotHaveDuplicates();
    }
  }

  @Property
  void aSlotHasTheTypeOfItsValuesAndRoomForTheLargest(@ForAll long seed) {
    List<Lifetimes.Span<String>> spans = anySpans(new Random(seed));

    Lifetimes<String> lifetimes = new Lifetimes<>(spans);

    for (int slot = 0; slot < lifetimes.slots().size(); slot++) {
      int here = slot;
      List<Lifetimes.Span<String>> inside =
          IntStream.range(0, spans.size())
              .filter(i -> lifetimes.slotOf(i) == here)
              .mapToObj(spans::get)
              .toList();
      assertThat(inside)
          .extracting(Lifetimes.Span::type)
          .containsOnly(lifetimes.slots().get(slot).type());
      assertThat(lifetimes.slots().get(slot).size())
          .isEqualTo(inside.stream().mapToLong(Lifetimes.Span::size).max().orElseThrow());
    }
  }

  @Property
  void thereAreAsManySlotsOfATypeAsValuesOfItThatAreNeededAtOnce(@ForAll long seed) {
    List<Lifetimes.Span<String>> spans = anySpans(new Random(seed));

    Lifetimes<String> lifetimes = new Lifetimes<>(spans);

    for (String type : List.of("floats", "ints")) {
      long most =
          IntStream.range(0, 40)
              .mapToLong(
                  step ->
                      spans.stream()
                          .filter(span -> span.type().equals(type))
                          .filter(span -> span.madeAt() <= step && step <= span.lastReadAt())
                          .count())
              .max()
              .orElseThrow();
      assertThat(lifetimes.slots().stream().filter(slot -> slot.type().equals(type)))
          .hasSize((int) most);
    }
  }

  @Property
  void aChainTakesTwoSlotsThatAreNoLargerThanItsEvenAndOddValues(@ForAll long seed) {
    Random random = new Random(seed);
    int length = 2 + random.nextInt(20);
    List<Lifetimes.Span<String>> spans =
        IntStream.range(0, length)
            .mapToObj(i -> new Lifetimes.Span<>("floats", random.nextInt(100), i, i + 1))
            .toList();

    Lifetimes<String> lifetimes = new Lifetimes<>(spans);

    assertThat(lifetimes.slots()).hasSize(2);
    long evenAndOdd =
        IntStream.of(0, 1)
            .mapToLong(
                odd ->
                    IntStream.range(0, length)
                        .filter(i -> i % 2 == odd)
                        .mapToLong(i -> spans.get(i).size())
                        .max()
                        .orElseThrow())
            .sum();
    assertThat(lifetimes.slots().stream().mapToLong(Lifetimes.Slot::size).sum())
        .isEqualTo(evenAndOdd);
  }

  @Example
  void ofTwoFreeSlotsTheOneThatFitsBestIsTaken() {
    Lifetimes<String> lifetimes =
        new Lifetimes<>(
            List.of(
                new Lifetimes.Span<>("floats", 10, 0, 1),
                new Lifetimes.Span<>("floats", 4, 0, 1),
                new Lifetimes.Span<>("floats", 3, 2, 3),
                new Lifetimes.Span<>("floats", 12, 4, 5)));

    assertThat(IntStream.range(0, 4).map(lifetimes::slotOf)).containsExactly(0, 1, 1, 0);
    assertThat(lifetimes.slots())
        .containsExactly(new Lifetimes.Slot<>("floats", 12), new Lifetimes.Slot<>("floats", 4));
  }

  @Example
  void aValueIsNotReadBeforeItIsMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lifetimes.Span<>("floats", 1, 5, 4))
        .withMessageContaining("made at step 5 cannot be last read at step 4");
  }

  private static List<Lifetimes.Span<String>> anySpans(Random random) {
    return IntStream.range(0, 1 + random.nextInt(15))
        .mapToObj(
            i -> {
              int from = random.nextInt(25);
              return new Lifetimes.Span<>(
                  random.nextBoolean() ? "floats" : "ints",
                  random.nextInt(50),
                  from,
                  from + random.nextInt(10));
            })
        .toList();
  }
}
