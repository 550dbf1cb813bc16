// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a long task is: a bar on a terminal, elsewhere a line at every fifth of the way, from the
 * third second on, and after ten seconds without any, then after a minute. Not thread-safe.
 */
abstract class Progress implements AutoCloseable {

  /**
   * Starts to show a task of {@code total} steps.
   *
   * @param one what a step is, such as {@code image}
   */
  static Progress start(Console console, String task, long total, String one) {
    String unit = total == 1 || one.equals("%") ? one : one + "s";
    return console.terminal()
        ? new Bar(console, task, total, unit)
        : new Lines(console, task, total, unit, System::nanoTime);
  }

  /** Hours, minutes and seconds. */
  static String clock(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
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

  /** Lines of a log; tests bring a clock. */
  static final class Lines extends Progress {
    private static final int LINES = 5;
    private static final double QUIET_SECONDS = 2;
    private static final double FIRST_SECONDS = 10;
    private static final double MOST_SECONDS = 60;
    private final Console console;
    private final String task;
    private final long total;
    private final String unit;
    private final LongSupplier nanoTime;
    private final long start;
    private int printed;
    private double next = FIRST_SECONDS;

    Lines(Console console, String task, long total, String unit, LongSupplier nanoTime) {
      this.console = console;
      this.task = task;
      this.total = total;
      this.unit = unit;
      this.nanoTime = nanoTime;
      this.start = nanoTime.getAsLong();
    }

    @Override
    void at(long done, String remark) {
      int reached = (int) (done * LINES / Math.max(1, total));
      double seconds = (nanoTime.getAsLong() - start) / 1e9;
      if (reached > printed && seconds > QUIET_SECONDS || seconds >= next) {
        printed = reached;
        next = seconds + MOST_SECONDS;
        console.log(
            "%s: %,d of %,d %s, %s, %s left%s%n",
            task,
            done,
            total,
            unit,
            speed(done / seconds),
            clock(seconds / done * (total - done)),
            remark.isEmpty() ? "" : ", " + remark);
      }
    }

    private static String speed(double perSecond) {
      return perSecond < 1
          ? String.format(Locale.ROOT, "%.1f s each", 1 / perSecond)
          : String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    @Override
    public void close() {}
  }
}
