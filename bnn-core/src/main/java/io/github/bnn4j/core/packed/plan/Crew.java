// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The memory that one image runs in, and who works on it: the calling thread, and tasks of an
 * executor that help it with those steps that have parts. Every step is a round: its parts are
 * taken one by one, and the next round begins when all are done. What no task comes for, the caller
 * does itself, so an executor without a free thread costs time, but stops nothing.
 *
 * <p>Part n of every step works in scratch memory n, whoever runs it, and by rights on the same
 * pixels, which are in its processor's cache.
 */
public final class Crew {

  /** How often who waits looks before it sleeps: some 100 microseconds. */
  private static final int LOOKS = 5_000;

  private static final long SLEEP_NANOS = 20_000;

  private static final Step NOTHING = buffers -> {};

  private final Buffers[] buffers;
  private final Executor executor;
  private final Runnable[] helpers;

  /** Odd while an image runs. */
  private final AtomicLong images = new AtomicLong();

  private final AtomicLong rounds = new AtomicLong();

  /** The last round of which each part was taken. */
  private final AtomicLongArray taken;

  private final AtomicInteger left = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Who calls for the image that runs; written before the image begins. */
  private Thread caller = Thread.currentThread();

  /** The parts of the present round; written before the round begins. */
  private Step[] parts = {};

  /** The parts of every step of every stage. */
  private final Step[][][] stages;

  Crew(List<Stage> stages, BufferSizes sizes, int threads, Executor executor) {
    this.executor = executor;
    this.taken = new AtomicLongArray(threads);
    this.buffers = new Buffers[threads];
    this.helpers = new Runnable[threads - 1];
    buffers[0] = new Buffers(sizes);
    for (int i = 1; i < threads; i++) {
      int first = i;
      buffers[i] = new Buffers(sizes, buffers[0]);
      helpers[i - 1] = () -> help(first);
    }
    this.stages =
        stages.stream()
            .map(stage -> stage.steps().stream().map(this::partsOf).toArray(Step[][]::new))
            .toArray(Step[][][]::new);
  }

  /** Returns the parts of a step: one, or as many as there are threads. */
  private Step[] partsOf(Step step) {
    List<Step> all = new ArrayList<>(step.parts(buffers.length));
    if (all.size() > 1) {
      all.addAll(Collections.nCopies(buffers.length - all.size(), NOTHING));
    }
    return all.toArray(Step[]::new);
  }

  /** Returns the memory of the calling thread. */
  Buffers buffers() {
    return buffers[0];
  }

  /** Calls for help with an image; comes before its first step. Even if it fails, end follows. */
  void begin() {
    caller = Thread.currentThread();
    images.incrementAndGet();
    for (Buffers each : buffers) {
      each.kernel = each.kernel.orFaster();
    }
    try {
      for (Runnable helper : helpers) {
        executor.execute(helper);
      }
    } catch (RejectedExecutionException e) {
      // an executor that takes no more leaves more to the caller
    }
  }

  /** Lets the helpers go. */
  void end() {
    images.incrementAndGet();
  }

  /** Runs the steps of a stage. */
  void run(int stage) {
    for (Step[] step : stages[stage]) {
      run(step);
    }
  }

  private void run(Step[] ofStep) {
    if (ofStep.length == 1) {
      ofStep[0].run(buffers[0]);
      return;
    }
    parts = ofStep;
    left.set(ofStep.length);
    takeParts(rounds.incrementAndGet(), 0);
    for (int looks = 0; left.get() > 0; looks++) {
      pause(looks);
    }
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /**
   * Takes parts of every round of the image that runs, beginning with one of its own. An executor
   * may run this on the calling thread, for which no round would ever begin.
   */
  private void help(int first) {
    long image = images.get();
    if (Thread.currentThread() == caller) {
      return;
    }
    long seen = 0;
    int looks = 0;
    while (image % 2 == 1 && images.get() == image) {
      long round = rounds.get();
      if (round == seen) {
        pause(looks++);
      } else {
        seen = round;
        looks = 0;
        takeParts(round, first);
      }
    }
  }

  /** Runs the parts of a round that nobody has taken; none if the round is over. */
  private void takeParts(long round, int first) {
    for (int i = 0; i < buffers.length; i++) {
      int part = (first + i) % buffers.length;
      if (taken.compareAndSet(part, round - 1, round)) {
        try {
          parts[part].run(buffers[part]);
        } catch (RuntimeException | Error e) {
          failure.set(e);
        } finally {
          left.decrementAndGet();
        }
      }
    }
  }

  private static void pause(int looks) {
    if (looks < LOOKS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(SLEEP_NANOS);
    }
  }
}
