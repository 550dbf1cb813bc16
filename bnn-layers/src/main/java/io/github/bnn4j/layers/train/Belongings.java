// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What somebody makes for himself and closes with himself, the last first. */
final class Belongings implements AutoCloseable {

  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Adds something that was just made, and gives it back. */
  <T> T add(T belonging, Consumer<? super T> close) {
    closings.push(() -> close.accept(belonging));
    return belonging;
  }

  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }
}
