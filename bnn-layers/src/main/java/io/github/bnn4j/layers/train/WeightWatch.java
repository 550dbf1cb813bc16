// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches the weights of each layer: how large their gradients are and, of binary ones, how many
 * signs turn. Costs a pass over the binary weights a step.
 */
final class WeightWatch {

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
      all += layer.values.length;
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
    private final boolean binary;
    private final float[] values;
    private final byte[] negative;
    private double norms;
    private long turned;
    private int last;

    Watched(String name, Parameter weights) {
      this.name = name;
      this.weights = weights;
      this.binary = weights.role() == Role.LATENT;
      this.values = new float[binary ? Math.toIntExact(weights.value().length()) : 0];
      this.negative = new byte[values.length];
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
      return new LayerStep(name, now, (double) last / values.length);
    }

    /** Reads the weights and says how many signs are others than at the last look. */
    private int look() {
      if (!binary) {
        return 0;
      }
      weights.value().data().asNioFloat().get(0, values);
      int changed = 0;
      for (int i = 0; i < values.length; i++) {
        byte now = values[i] < 0 ? (byte) 1 : 0; // without a branch: signs are not foreseen
        changed += now ^ negative[i];
        negative[i] = now;
      }
      return changed;
    }

    /** Shares of no weights at all are NaN. */
    LayerStatistics statistics() {
      int saturated = 0;
      for (float value : values) {
        saturated += Math.abs(value) >= 1 ? 1 : 0;
      }
      int count = Math.max(1, steps);
      return new LayerStatistics(
          name,
          Math.toIntExact(weights.value().length()),
          norms / count,
          (double) turned / count / values.length,
          (double) saturated / values.length);
    }
  }
}
