// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches the weights of each layer: how large their gradients are and, of binary ones, how many
 * signs turn. Costs a pass over the binary weights a step.
 */
final class WeightWatch {

  /** So few that they stay in the processor's first cache. */
  private static final int PIECE = 2048;

  private final float[] values = new float[PIECE];
  private final GradientNorm norm;
  private final List<Watched> layers = new ArrayList<>();
  private int steps;

  WeightWatch(Network network, GradientNorm norm) {
    this.norm = norm;
    network
        .layers()
        .forEach(
            (name, layer) ->
                layer.parameters().stream()
                    .filter(it -> it.role() == Role.LATENT || it.role() == Role.WEIGHT)
                    .forEach(weights -> layers.add(new Watched(name, weights))));
  }

  /** Begins an epoch with the signs as they are. */
  void start() {
    steps = 0;
    layers.forEach(Watched::start);
  }

  /** What a step did, layer by layer; called after it. */
  List<LayerStep> step() {
    steps++;
    return layers.stream().map(Watched::step).toList();
  }

  /** The share of all signs that turned in the last step; 0 if there are none. */
  double flips() {
    long turned = 0;
    long all = 0;
    for (Watched layer : layers) {
      turned += layer.last;
      all += layer.count;
    }
    return all == 0 ? 0 : (double) turned / all;
  }

  /** What the epoch brought, layer by layer. */
  List<LayerStatistics> statistics() {
    return layers.stream().map(Watched::statistics).toList();
  }

  private final class Watched {
    private final String name;
    private final Parameter weights;
    private final int count;
    private final long[] negative;
    private double norms;
    private long turned;
    private int last;

    Watched(String name, Parameter weights) {
      this.name = name;
      this.weights = weights;
      boolean binary = weights.role() == Role.LATENT;
      this.count = binary ? Math.toIntExact(weights.value().length()) : 0;
      this.negative = new long[(count + Long.SIZE - 1) / Long.SIZE];
    }

    void start() {
      look();
      norms = 0;
      turned = 0;
    }

    LayerStep step() {
      last = look();
      turned += last;
      double now = norm.of(weights);
      norms += now;
      return new LayerStep(name, now, (double) last / count);
    }

    /** Reads the weights and says how many signs are others than at the last look. */
    private int look() {
      FloatBuffer memory = weights.valueMemory();
      int changed = 0;
      for (int at = 0; at < count; at += PIECE) {
        changed += turned(at, read(memory, at));
      }
      return changed;
    }

    private int read(FloatBuffer memory, int at) {
      int length = Math.min(PIECE, count - at);
      memory.get(at, values, 0, length);
      return length;
    }

    /** Compares 64 signs at once. */
    private int turned(int at, int length) {
      float[] read = values;
      int changed = 0;
      for (int from = 0; from < length; from += Long.SIZE) {
        long now = 0;
        int to = Math.min(from + Long.SIZE, length);
        for (int i = from; i < to; i++) {
          // adding zero turns -0 into +0
          now = now << 1 | Float.floatToRawIntBits(read[i] + 0f) >>> 31;
        }
        int word = (at + from) / Long.SIZE;
        changed += Long.bitCount(now ^ negative[word]);
        negative[word] = now;
      }
      return changed;
    }

    private int saturated() {
      FloatBuffer memory = weights.valueMemory();
      int saturated = 0;
      for (int at = 0; at < count; at += PIECE) {
        int length = read(memory, at);
        for (int i = 0; i < length; i++) {
          saturated += Math.abs(values[i]) >= 1 ? 1 : 0;
        }
      }
      return saturated;
    }

    /** Shares of no weights at all are NaN. */
    LayerStatistics statistics() {
      int done = Math.max(1, steps);
      return new LayerStatistics(
          name,
          Math.toIntExact(weights.value().length()),
          norms / done,
          (double) turned / done / count,
          (double) saturated() / count);
    }
  }
}
