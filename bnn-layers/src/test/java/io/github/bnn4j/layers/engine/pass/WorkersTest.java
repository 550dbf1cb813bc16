// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final Duration WAIT = Duration.ofMinutes(1);

  @Property(tries = 50)
  void everyPositionIsDoneOnce(
      @ForAll @IntRange(min = 1, max = 5) int count, @ForAll @IntRange(max = 40) int size) {
    AtomicIntegerArray done = new AtomicIntegerArray(size);

    new Workers(count, Duration.ofMillis(1))
        .run(
            size,
            (part, from, to) -> {
              for (int i = from; i < to; i++) {
                done.incrementAndGet(i);
              }
            });

    for (int i = 0; i < size; i++) {
      assertThat(done.get(i)).isOne();
    }
  }

  @Test
  void threadsEndWhenNothingIsLeftToDoAndStartAgain() throws InterruptedException {
    Workers workers = new Workers(2, Duration.ofMillis(1));

    Thread first = secondThread(workers);
    first.join(WAIT.toMillis());

    assertThat(first.isAlive()).isFalse();
    assertThat(secondThread(workers)).isNotSameAs(first).isNotSameAs(Thread.currentThread());
  }

  private static Thread secondThread(Workers workers) {
    Thread[] threads = new Thread[2];
    workers.run(2, (part, from, to) -> threads[part] = Thread.currentThread());
    return threads[1];
  }

  @Test
  void aPartThatFailsFailsTheWhole() {
    assertThatIllegalStateException()
        .isThrownBy(() -> runTwo(nothing(), failing("The value was wrong.")))
        .withMessage("A worker failed: The value was wrong.");
  }

  @Test
  void noPartIsUnderWayAnyMoreWhenTheFirstHasFailed() {
    AtomicBoolean done = new AtomicBoolean();

    assertThatIllegalStateException()
        .isThrownBy(() -> runTwo(failing("The first was wrong."), onceWaitedFor(done)))
        .withMessage("A worker failed: The first was wrong.");
    assertThat(done).isTrue();
  }

  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() {
    AtomicBoolean done = new AtomicBoolean();

    Thread.currentThread().interrupt();
    runTwo(nothing(), onceWaitedFor(done));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).isTrue();
  }

  private static void runTwo(Runnable first, Runnable second) {
    new Workers(2).run(2, (part, from, to) -> (part == 0 ? first : second).run());
  }

  private static Runnable nothing() {
    return () -> {};
  }

  private static Runnable failing(String message) {
    return () -> {
      throw new IllegalArgumentException(message);
    };
  }

  /** Is done once the thread that calls this method waits for it. */
  private static Runnable onceWaitedFor(AtomicBoolean done) {
    Thread caller = Thread.currentThread();
    return () -> {
      while (caller.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      done.set(true);
    };
  }
}
