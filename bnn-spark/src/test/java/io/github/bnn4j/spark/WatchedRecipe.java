// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Recipe;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** A tiny training that keeps the networks that were made for it in this JVM. */
public final class WatchedRecipe implements Supplier<Recipe> {

  /** All networks so far. */
  static final Queue<Network> MADE = new ConcurrentLinkedQueue<>();

  @Override
  public Recipe get() {
    Recipe tiny = new TinyRecipe().get().once(1);
    return new Recipe(tiny.name(), 1, new Watched(tiny.architecture()), tiny.cycles());
  }

  private record Watched(Architecture whole) implements Architecture {

    @Override
    public String name() {
      return whole.name();
    }

    @Override
    public ImageSpec input() {
      return whole.input();
    }

    @Override
    public List<String> labels() {
      return whole.labels();
    }

    @Override
    public Network network() {
      Network network = whole.network();
      MADE.add(network);
      return network;
    }

    @Override
    public Architecture withClasses(int classes) {
      return new Watched(whole.withClasses(classes));
    }
  }
}
