// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How gradients come together on the way back: the gradient of a value is the sum of what its
 * readers hand on. Found once, so that a pass decides nothing and knows how long each buffer is
 * needed.
 *
 * <p>An operation hands on a buffer of its own. A sum hands its own gradient to all that it adds,
 * so that one is never written to again: whatever is added to it is added in the buffer of the
 * other. What passes over the stream of a residual network changes its gradient where it lies.
 */
public final class GradientFlow {

  /** Which array a part hands on. */
  public enum Handing {
    /** One of its own. */
    OWN,
    /** The very one it is given, as it is. */
    GIVEN,
    /** The one it is given, changed; one of its own where others have that too. */
    CHANGED,
    /**
     * That of the sum so far, to which it adds; one of its own where it is the first, or others
     * have that too.
     */
    ADDED
  }

  /**
   * One step of the forward pass.
   *
   * @param handings which array it hands on to each input
   * @param inputs the values it reads
   * @param output the value it makes
   */
  public record Part(List<Handing> handings, List<Integer> inputs, int output) {}

  /** What becomes of a gradient that is handed on. */
  enum Arrival {
    /** Nobody wants the gradient of the image. */
    UNWANTED,
    /** It is the first. */
    FIRST,
    /** The sum so far is added to it. */
    TAKES,
    /** It is added to the sum so far. */
    ADDED,
    /** The part adds it to the sum so far. */
    MERGED,
    /** It and the sum so far belong to others: a new array holds both. */
    NEW
  }

  /**
   * How long the buffer is needed that a part hands on.
   *
   * @param part its place in the forward pass
   * @param input its place among the part's inputs
   * @param madeAt the step of the way back that writes it
   * @param lastReadAt the last step that reads or changes it
   */
  public record Life(int part, int input, int madeAt, int lastReadAt) {}

  private record Held(int buffer, boolean owned) {}

  private final int places;
  private final List<List<Arrival>> arrivals = new ArrayList<>();
  private final List<Life> lives = new ArrayList<>();

  /**
   * Follows gradients from the last value to the image, value 0.
   *
   * @param parts the steps of the forward pass, in order
   */
  public GradientFlow(List<Part> parts) {
    places = parts.size();
    Map<Integer, Held> held = new HashMap<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      int now = parts.size() - 1 - i;
      Optional<Held> gradient = Optional.ofNullable(held.get(part.output()));
      gradient.ifPresent(it -> read(it.buffer(), now));
      List<Arrival> arriving = new ArrayList<>();
      for (int k = 0; k < part.inputs().size(); k++) {
        arriving.add(handOn(part, i, k, gradient, held));
      }
      arrivals.add(0, List.copyOf(arriving));
    }
  }

  private Arrival handOn(
      Part part, int place, int input, Optional<Held> gradient, Map<Integer, Held> held) {
    int now = places - 1 - place;
    int value = part.inputs().get(input);
    Optional<Held> sum = Optional.ofNullable(held.get(value)).filter(Held::owned);
    Optional<Held> given = gradient.filter(Held::owned);
    Handing handing = part.handings().get(input);
    if (handing == Handing.GIVEN) {
      return arrive(value, new Held(gradient.map(Held::buffer).orElse(-1), false), held, now);
    }
    if (handing == Handing.ADDED && sum.isPresent()) {
      read(sum.get().buffer(), now);
      return Arrival.MERGED;
    }
    if (handing == Handing.CHANGED && given.isPresent()) {
      return arrive(value, given.get(), held, now);
    }
    return arrive(value, new Held(written(place, input, now), true), held, now);
  }

  private int written(int part, int input, int now) {
    lives.add(new Life(part, input, now, now));
    return lives.size() - 1;
  }

  private void read(int buffer, int now) {
    if (buffer >= 0) {
      Life life = lives.get(buffer);
      lives.set(buffer, new Life(life.part(), life.input(), life.madeAt(), now));
    }
  }

  private Arrival arrive(int value, Held handed, Map<Integer, Held> held, int now) {
    if (value == 0) {
      return Arrival.UNWANTED;
    }
    Optional<Held> sum = Optional.ofNullable(held.get(value));
    if (sum.isEmpty()) {
      held.put(value, handed);
      return Arrival.FIRST;
    }
    read(sum.get().buffer(), now);
    if (handed.owned()) {
      held.put(value, handed);
      return Arrival.TAKES;
    }
    if (sum.get().owned()) {
      return Arrival.ADDED;
    }
    held.put(value, new Held(-1, true));
    return Arrival.NEW;
  }

  /** How long the buffers are needed that operations and concatenations hand on. */
  public List<Life> lives() {
    return List.copyOf(lives);
  }

  /** What becomes of what a part hands on, input by input. */
  List<Arrival> arrivals(int part) {
    return arrivals.get(part);
  }
}
