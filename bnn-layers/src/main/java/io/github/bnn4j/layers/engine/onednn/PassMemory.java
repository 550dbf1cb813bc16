// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.engine.pass.GradientFlow;
import io.github.bnn4j.layers.engine.pass.PlainJoining;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<Integer, Map<Integer, SharedBuffers>> ofUnit = new HashMap<>();

  PassMemory(Network network, List<Unit> units, ValueTypes values, int batch) {
    List<Handed> handed = new ArrayList<>();
    GradientFlow flow = new GradientFlow(units.stream().map(unit -> part(unit, values)).toList());
    for (GradientFlow.Life life : flow.lives()) {
      Unit unit = units.get(life.part());
      int input = unit.inputs().get(life.input());
      int writtenAt =
          isWrittenAhead(unit, life.input()) ? turnOfReader(units, life.part()) : life.madeAt();
      values
          .handedOn(unit, input)
          .map(
              type ->
                  new Lifetimes.Span<>(
                      type, values.shape(input).size(), writtenAt, life.lastReadAt()))
          .ifPresent(span -> handed.add(new Handed(unit, life.input(), span)));
    }
    Lifetimes<DataType> lifetimes = new Lifetimes<>(handed.stream().map(Handed::span).toList());
    int largest = network.shapes().stream().mapToInt(FeatureShape::size).reduce(1, Math::max);
    shared = new SharedBuffers(largest, batch, lifetimes.slots());
    for (int i = 0; i < handed.size(); i++) {
      ofUnit
          .computeIfAbsent(handed.get(i).unit().output(), unit -> new HashMap<>())
          .put(handed.get(i).input(), shared.forSlot(lifetimes.slotOf(i)));
    }
  }

  /** Whether a unit may write what it hands on while what reads its output takes its turn. */
  private static boolean isWrittenAhead(Unit unit, int input) {
    return unit instanceof Unit.Block
        || unit instanceof Unit.Residual
        || unit instanceof Unit.End && input == 1;
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

  /** A gradient that a unit hands on for one of its inputs, counted from 0. */
  private record Handed(Unit unit, int input, Lifetimes.Span<DataType> span) {}

  private static GradientFlow.Part part(Unit unit, ValueTypes values) {
    return new GradientFlow.Part(handings(unit, values), unit.inputs(), unit.output());
  }

  private static List<GradientFlow.Handing> handings(Unit unit, ValueTypes values) {
    if (unit instanceof Unit.Joint joint) {
      return PlainJoining.handings(joint.how(), joint.inputs().size());
    }
    if (unit instanceof Unit.End end) {
      boolean ofOneType =
          values.gradientType(end.output()) == values.gradientType(end.inputs().get(1));
      return List.of(
          GradientFlow.Handing.OWN,
          ofOneType ? GradientFlow.Handing.CHANGED : GradientFlow.Handing.OWN);
    }
    if (unit instanceof Unit.Residual) {
      return List.of(
          values.gradientType(unit.output()) == values.gradientType(unit.inputs().get(0))
              ? GradientFlow.Handing.CHANGED
              : GradientFlow.Handing.OWN);
    }
    return List.of(
        unit instanceof Unit.Signed ? GradientFlow.Handing.ADDED : GradientFlow.Handing.OWN);
  }

  /** What all operations share. */
  SharedBuffers shared() {
    return shared;
  }

  /**
   * The same for a unit, with the slot of an input, if it hands on a gradient in memory of ours.
   */
  Optional<SharedBuffers> of(Unit unit, int input) {
    return Optional.ofNullable(ofUnit.getOrDefault(unit.output(), Map.of()).get(input));
  }

  /** The same of a unit of one input. */
  SharedBuffers ofFirst(Unit unit) {
    return of(unit, 0).orElse(shared);
  }
}
