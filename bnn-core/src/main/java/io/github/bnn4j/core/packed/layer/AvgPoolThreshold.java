// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.Optional;

/**
 * A rectifier, an average pool, a batch normalisation and a sign in integers, INT to BITS. Over the
 * taps of a window that are inside the image and have {@code z >= cut[c]}, let {@code n} be their
 * number and {@code S} the sum of their {@code z}: the output is +1 exactly where {@code (S >=
 * limit[c][n]) != flip[c]}.
 *
 * <p>The rectified value of a tap is {@code max(0, alpha * z + bias)}, so the pooled value is
 * {@code alpha * S + n * bias} over a constant, and its sign after the normalisation is a threshold
 * on {@code S} that depends on {@code n} alone.
 *
 * @param window the window that slides over the input
 * @param cut the least sum that passes the rectifier, [C]
 * @param limit the threshold for each count of passing taps, [C][taps + 1]
 * @param flip bit 1 where the comparison is turned round, [C]
 */
public record AvgPoolThreshold(Window window, int[] cut, int[][] limit, BitTensor flip)
    implements PackedLayer {

  /**
   * Copies and checks the arrays.
   *
   * @param window the window that slides over the input
   * @param cut the least sum that passes the rectifier, [C]
   * @param limit the threshold for each count of passing taps, [C][taps + 1]
   * @param flip bit 1 where the comparison is turned round, [C]
   * @throws IllegalArgumentException if an array does not have the length the others ask for
   */
  public AvgPoolThreshold {
    Require.that(
        cut.length > 0 && cut.length == limit.length && cut.length == flip.size(),
        "A pooled threshold needs as many cuts as rows of limits and flips, not %d, %d and %d.",
        cut.length,
        limit.length,
        flip.size());
    cut = cut.clone();
    limit = limit.clone();
    for (int c = 0; c < limit.length; c++) {
      Require.that(
          limit[c].length == window.taps() + 1,
          "A window of %d taps needs %d limits per channel, not %d.",
          window.taps(),
          window.taps() + 1,
          limit[c].length);
      limit[c] = limit[c].clone();
    }
  }

  /** {@return a copy of the least sum that passes the rectifier} */
  @Override
  public int[] cut() {
    return cut.clone();
  }

  /** {@return a copy of the threshold for each count of passing taps} */
  @Override
  public int[][] limit() {
    int[][] copy = new int[limit.length][];
    for (int c = 0; c < copy.length; c++) {
      copy[c] = limit[c].clone();
    }
    return copy;
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.INT);
    input.requireChannels(cut.length);
    return input.through(window, ValueKind.BITS, input.channels());
  }

  static AvgPoolThreshold read(FieldReader in) {
    Window window = in.window();
    int channels = in.count();
    int[] cut = in.integers(channels);
    int perChannel = window.taps() + 1;
    int[] flat = in.integers(Math.multiplyExact(channels, perChannel));
    int[][] limit = new int[channels][];
    for (int c = 0; c < channels; c++) {
      limit[c] = Arrays.copyOfRange(flat, c * perChannel, (c + 1) * perChannel);
    }
    return new AvgPoolThreshold(window, cut, limit, in.bits(channels));
  }

  @Override
  public Optional<Window> slides() {
    return Optional.of(window);
  }

  @Override
  public Kind kind() {
    return Kind.AVG_POOL_THRESHOLD;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.window(window);
    out.count(cut.length);
    out.integers(cut);
    out.integers(Arrays.stream(limit).flatMapToInt(Arrays::stream).toArray());
    out.bits(flip);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AvgPoolThreshold that
        && window.equals(that.window)
        && Arrays.equals(cut, that.cut)
        && Arrays.deepEquals(limit, that.limit)
        && flip.equals(that.flip);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(cut) + Arrays.deepHashCode(limit)) + flip.hashCode();
  }

  @Override
  public String toString() {
    return "AvgPoolThreshold[" + window + ", channels=" + cut.length + "]";
  }
}
