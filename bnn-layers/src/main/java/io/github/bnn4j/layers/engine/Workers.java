// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of threads that share a range in equal, contiguous parts; part i always goes to
 * the same positions, so that sums over parts are the same in every run.
 */
final class Workers implements AutoCloseable {

  /** What is done with a part of the range. */
  @FunctionalInterface
  interface Part {
    void run(int index, int from, int to);
  }

  private final int count;
  private final ExecutorService others;

  Workers(int count) {
    this.count = count;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, count - 1),
            task -> {
              Thread thread = new Thread(task, "bnn-layers-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  int count() {
    return count;
  }

  /** Runs all parts of 0..size-1, the first on the calling thread, and waits for them. */
  void run(int size, Part part) {
    Future<?>[] running = new Future<?>[count];
    for (int i = 1; i < count; i++) {
      int index = i;
      Callable<Void> task =
          () -> {
            part.run(index, start(size, index), start(size, index + 1));
            return null;
          };
      running[i] = others.submit(task);
    }
    part.run(0, 0, start(size, 1));
    for (int i = 1; i < count; i++) {
      await(running[i]);
    }
  }

  private int start(int size, int index) {
    return (int) ((long) size * index / count);
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "A worker failed: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a worker.", e);
    }
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
