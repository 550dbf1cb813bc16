// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

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
    Round round = new Round(size, part);
    for (int i = 1; i < count; i++) {
      others.execute(round);
    }
    round.run(0);
    round.await();
  }

  /** All parts of one range, each done by whichever thread takes it next; one object for all. */
  private final class Round implements Runnable {
    private final int size;
    private final Part part;
    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch left = new CountDownLatch(count);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Round(int size, Part part) {
      this.size = size;
      this.part = part;
    }

    @Override
    public void run() {
      run(taken.incrementAndGet());
    }

    void run(int index) {
      try {
        part.run(index, start(size, index), start(size, index + 1));
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        left.countDown();
      }
    }

    /** Waits for all of them, whatever else the calling thread is told. */
    void await() {
      boolean interrupted = false;
      while (left.getCount() > 0) {
        try {
          left.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure.get() != null) {
        throw new IllegalStateException(
            "A worker failed: " + failure.get().getMessage(), failure.get());
      }
    }
  }

  private int start(int size, int index) {
    return (int) ((long) size * index / count);
  }
}
