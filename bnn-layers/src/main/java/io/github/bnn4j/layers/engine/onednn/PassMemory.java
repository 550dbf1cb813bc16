// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.engine.pass.GradientFlow;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The memory of a pass: what operations share, and for each gradient that one hands on a slot that
 * it has while somebody reads it.
 */
final class PassMemory {

  private final SharedBuffers shared;
  private final Map<Use, SharedBuffers> slots = new HashMap<>();

  PassMemory(Network network, List<Unit> units, ValueTypes values, int batch) {
    Map<Use, Lifetimes.Span<DataType>> spans = new LinkedHashMap<>();
    for (GradientFlow.Life life : flow(units, values).lives()) {
      Unit unit = units.get(life.part());
      int input = unit.inputs().get(life.input());
      long size = values.shape(input).size();
      Optional<DataType> handedOn = values.handedOn(unit, input);
      Optional<DataType> ahead = unit.writtenAhead(life.input(), values);
      int readersTurn = turnOfReader(units, life.part());
      if (ahead.isPresent() && !ahead.equals(handedOn)) {
        spans.put(
            new Use(unit, life.input(), true),
            new Lifetimes.Span<>(ahead.get(), size, readersTurn, life.madeAt()));
      }
      int writtenAt = ahead.equals(handedOn) ? readersTurn : life.madeAt();
      handedOn.ifPresent(
          type ->
              spans.put(
                  new Use(unit, life.input(), false),
                  new Lifetimes.Span<>(type, size, writtenAt, life.lastReadAt())));
    }
    Lifetimes<DataType> lifetimes = new Lifetimes<>(List.copyOf(spans.values()));
    int largest = network.shapes().stream().mapToInt(FeatureShape::size).reduce(1, Math::max);
    shared = new SharedBuffers(largest, batch, lifetimes.slots());
    int each = 0;
    for (Use use : spans.keySet()) {
      slots.put(use, shared.forSlot(lifetimes.slotOf(each++)));
    }
  }

  /**
   * What a unit needs a slot for.
   *
   * @param input counted from 0
   * @param ahead whether it is for what it writes ahead of its turn, and does not hand on
   */
  private record Use(Unit unit, int input, boolean ahead) {}

  private static GradientFlow flow(List<Unit> units, ValueTypes values) {
    return new GradientFlow(
        units.stream()
            .map(it -> new GradientFlow.Part(it.handings(values), it.inputs(), it.output()))
            .toList());
  }

  /** The step of the way back of what reads a unit's output, if need be through pools. */
  private static int turnOfReader(List<Unit> units, int place) {
    int last = units.size() - 1;
    int value = units.get(place).output();
    for (int i = place + 1; i <= last; i++) {
      if (units.get(i).inputs().contains(value)) {
        if (!(units.get(i) instanceof Unit.Single single && single.layer() instanceof Pool)) {
          return last - i;
        }
        value = units.get(i).output();
      }
    }
    return last - place;
  }

  /** What all operations share. */
  SharedBuffers shared() {
    return shared;
  }

  /**
   * The same for a unit, with the slot of an input, if it hands on a gradient in memory of ours.
   */
  Optional<SharedBuffers> of(Unit unit, int input) {
    return Optional.ofNullable(slots.get(new Use(unit, input, false)));
  }

  /** The same of a unit of one input. */
  SharedBuffers ofFirst(Unit unit) {
    return of(unit, 0).orElse(shared);
  }

  /** With the slot for what a unit of one input writes ahead, which is the same if it can be. */
  SharedBuffers ahead(Unit unit) {
    return slots.getOrDefault(new Use(unit, 0, true), ofFirst(unit));
  }
}
