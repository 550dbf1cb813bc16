// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Counts the signs of binary weights that turn. Costs a pass over the weights a step. */
final class SignWatch {

  private final List<Watched> layers = new ArrayList<>();
  private int steps;

  SignWatch(Network network) {
    network
        .layers()
        .forEach(
            (name, layer) ->
                layer.parameters().stream()
                    .filter(parameter -> parameter.role() == Parameter.Role.LATENT)
                    .forEach(latent -> layers.add(new Watched(name, latent))));
  }

  /** Begins an epoch with the signs as they are. */
  void start() {
    steps = 0;
    layers.forEach(
        layer -> {
          layer.look();
          layer.turned = 0;
        });
  }

  /**
   * Looks at the signs after a step.
   *
   * @return the share of all that turned in it; 0 if there are none
   */
  double step() {
    steps++;
    long turned = 0;
    long all = 0;
    for (Watched layer : layers) {
      int now = layer.look();
      layer.turned += now;
      turned += now;
      all += layer.weights.length;
    }
    return all == 0 ? 0 : (double) turned / all;
  }

  /** What the epoch brought, layer by layer. */
  List<SignStatistics> statistics() {
    return layers.stream().map(layer -> layer.statistics(steps)).toList();
  }

  private static final class Watched {
    private final String name;
    private final Parameter latent;
    private final float[] weights;
    private final byte[] negative;
    private long turned;

    Watched(String name, Parameter latent) {
      this.name = name;
      this.latent = latent;
      this.weights = new float[Math.toIntExact(latent.value().length())];
      this.negative = new byte[weights.length];
    }

    /** Reads the weights and says how many signs are others than at the last look. */
    int look() {
      latent.value().data().asNioFloat().get(0, weights);
      int changed = 0;
      for (int i = 0; i < weights.length; i++) {
        byte now = weights[i] < 0 ? (byte) 1 : 0; // without a branch: signs are not foreseen
        changed += now ^ negative[i];
        negative[i] = now;
      }
      return changed;
    }

    SignStatistics statistics(int steps) {
      int saturated = 0;
      for (float weight : weights) {
        saturated += Math.abs(weight) >= 1 ? 1 : 0;
      }
      return new SignStatistics(
          name,
          weights.length,
          (double) turned / Math.max(1, steps) / weights.length,
          (double) saturated / weights.length);
    }
  }
}
