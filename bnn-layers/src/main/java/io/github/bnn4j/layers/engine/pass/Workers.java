// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of threads that share a range in equal, contiguous parts; part i always goes to
 * the same positions, so that sums over parts are the same in every run. Threads end when nothing
 * has been done for a while and start again when something is, so that nobody has to close them.
 */
public final class Workers {

  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What is done with a part of the range. */
  @FunctionalInterface
  public interface Part {
    void run(int index, int from, int to);
  }

  private final int count;
  private final ThreadPoolExecutor others;

  public Workers(int count) {
    this(count, IDLE);
  }

  /**
   * Makes workers without starting their threads.
   *
   * @param idle how long a thread waits for work before it ends
   */
  Workers(int count, Duration idle) {
    this.count = count;
    int threads = Math.max(1, count - 1);
    this.others =
        new ThreadPoolExecutor(
            threads,
            threads,
            idle.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "bnn-layers-worker");
              thread.setDaemon(true);
              return thread;
            });
    others.allowCoreThreadTimeOut(true);
  }

  public int count() {
    return count;
  }

  /**
   * Runs all parts of 0..size-1, the first on the calling thread, and returns when none is under
   * way any more, also when one fails or the caller is interrupted: what they write to may be freed
   * then.
   *
   * @throws IllegalStateException if a part failed
   */
  public void run(int size, Part part) {
    CompletableFuture<?>[] parts = new CompletableFuture<?>[count];
    for (int i = count - 1; i >= 0; i--) {
      int index = i;
      Executor thread = i == 0 ? Runnable::run : others;
      parts[i] =
          CompletableFuture.runAsync(
              () -> part.run(index, start(size, index), start(size, index + 1)), thread);
    }
    try {
      CompletableFuture.allOf(parts).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "A worker failed: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private int start(int size, int index) {
    return (int) ((long) size * index / count);
  }
}
