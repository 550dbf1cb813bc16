// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches what a training does, once started from a thread of its own, and says once which part of
 * it does not return. It ends nothing: what takes so long may still come back.
 */
final class StallWatch implements AutoCloseable {

  static final String THREAD = "bnn-training-watch";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final Consumer<String> warning;
  private final Optional<Timer> timer;
  private volatile Optional<Part> part = Optional.empty();
  private boolean said;

  /** A part of a training. */
  private record Part(String name, Supplier<Optional<String>> operation, long start) {}

  /**
   * Makes a watch that looks only when it is told to.
   *
   * @param nanoTime the clock
   * @param warning takes the sentence
   */
  StallWatch(LongSupplier nanoTime, Consumer<String> warning) {
    this(nanoTime, warning, Optional.empty());
  }

  private StallWatch(LongSupplier nanoTime, Consumer<String> warning, Optional<Timer> timer) {
    this.nanoTime = nanoTime;
    this.warning = warning;
    this.timer = timer;
  }

  /**
   * Makes a watch that looks every few seconds, until it is closed.
   *
   * @param warning takes the sentence
   */
  static StallWatch start(Consumer<String> warning) {
    Timer timer = new Timer(THREAD, true);
    StallWatch watch = new StallWatch(System::nanoTime, warning, Optional.of(timer));
    TimerTask look =
        new TimerTask() {
          @Override
          public void run() {
            watch.look();
          }
        };
    timer.schedule(look, PERIOD.toMillis(), PERIOD.toMillis());
    return watch;
  }

  /** A part begins, and the one before has ended. */
  void begin(String name) {
    begin(name, Optional::empty);
  }

  /**
   * A part begins, and the one before has ended.
   *
   * @param name what it is
   * @param operation asked from another thread for what is under way in it
   */
  void begin(String name, Supplier<Optional<String>> operation) {
    part = Optional.of(new Part(name, operation, nanoTime.getAsLong()));
  }

  /** The part that was begun has ended, and whoever trains does something else. */
  void rest() {
    part = Optional.empty();
  }

  /** Looks whether the part under way takes too long. */
  void look() {
    if (!said) {
      part.filter(it -> seconds(it) >= LIMIT.toSeconds()).ifPresent(this::warn);
    }
  }

  private long seconds(Part part) {
    return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - part.start());
  }

  private void warn(Part part) {
    said = true;
    warning.accept(
        String.format(
            Locale.ROOT,
            "The training has been in %s for %d s%s. It goes on; where its threads wait for"
                + " processors that others use, a smaller OMP_NUM_THREADS makes it faster.",
            part.name(),
            seconds(part),
            part.operation().get().map(it -> ", at the moment in " + it).orElse("")));
  }

  @Override
  public void close() {
    timer.ifPresent(Timer::cancel);
  }
}
