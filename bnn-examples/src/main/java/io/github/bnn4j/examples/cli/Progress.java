// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a long task is: a bar on a terminal, elsewhere a line at every fifth of the way, from the
 * third second on. Not thread-safe.
 */
abstract class Progress implements AutoCloseable {

  /** Starts to show a task of {@code total} steps. */
  static Progress start(Console console, String task, long total, String unit) {
    return console.terminal()
        ? new Bar(console, task, total, unit)
        : new Lines(console, task, total, unit);
  }

  /** Shows that {@code done} steps are done in all, and a short remark beside it. */
  abstract void at(long done, String remark);

  @Override
  public abstract void close();

  private static final class Bar extends Progress {
    private static final int REDRAW_MILLIS = 200;
    private final ProgressBar bar;

    Bar(Console console, String task, long total, String unit) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setUnit(" " + unit, 1)
              .showSpeed()
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .setStyle(
                  console.colour()
                      ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                      : ProgressBarStyle.ASCII)
              .build();
    }

    @Override
    void at(long done, String remark) {
      bar.stepTo(done);
      bar.setExtraMessage(remark);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines extends Progress {
    private static final int LINES = 5;
    private static final double QUIET_SECONDS = 2;
    private final Console console;
    private final String task;
    private final long total;
    private final String unit;
    private final long start = System.nanoTime();
    private int printed;

    Lines(Console console, String task, long total, String unit) {
      this.console = console;
      this.task = task;
      this.total = total;
      this.unit = unit;
    }

    @Override
    void at(long done, String remark) {
      int reached = (int) (done * LINES / Math.max(1, total));
      double seconds = (System.nanoTime() - start) / 1e9;
      if (reached > printed && seconds > QUIET_SECONDS) {
        printed = reached;
        console.log(
            "%s: %,d of %,d %s, %,.0f/s%s%n",
            task, done, total, unit, done / seconds, remark.isEmpty() ? "" : ", " + remark);
      }
    }

    @Override
    public void close() {}
  }
}
