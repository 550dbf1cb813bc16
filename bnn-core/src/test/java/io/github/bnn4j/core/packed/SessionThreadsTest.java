// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads on one image: the logits are those of one thread, whoever comes to help. */
@Tag("kernel")
class SessionThreadsTest {

  @Property(tries = 60)
  void severalThreadsComputeWhatOneDoes(
      @ForAll @IntRange(min = 0, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 5) int threads) {
    PackedNetwork network = AnyNetwork.of(seed);
    ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads - 1));
    try {
      assertSame(network, network.newSession(threads, executor));
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  @org.junit.jupiter.api.Tag("kernel")
  void soTheyDoWithTheLayersOfTheZoo() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      for (PackedNetwork network :
          List.of(RandomNetworks.ninXnor(1), RandomNetworks.ninGcXnor(1))) {
        assertSame(network, network.newSession(3, executor));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void anExecutorThatRefusesLeavesTheImageToTheCaller() {
    Executor refuses =
        task -> {
          throw new RejectedExecutionException();
        };

    assertSame(AnyNetwork.of(3), AnyNetwork.of(3).newSession(2, refuses));
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anExecutorThatRunsTasksOnTheCallingThreadHelpsWithNothing() {
    assertSame(AnyNetwork.of(3), AnyNetwork.of(3).newSession(2, Runnable::run));
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anExecutorThatFailsLeavesNoHelperWaiting() throws InterruptedException {
    List<Runnable> tasks = new ArrayList<>();
    Executor failsAtFirst =
        task -> {
          tasks.add(task);
          if (tasks.size() == 1) {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    PackedNetwork network = AnyNetwork.of(3);
    Session session = network.newSession(2, failsAtFirst);

    assertThatThrownBy(() -> session.logits(new byte[network.input().bytes()]))
        .isInstanceOf(OutOfMemoryError.class);
    Thread helper = new Thread(tasks.get(0));
    helper.start();
    helper.join();

    assertSame(network, session);
  }

  @Test
  void helpersThatComeTooLateDoNothing() {
    List<Runnable> tasks = new ArrayList<>();
    PackedNetwork network = AnyNetwork.of(3);
    Session session = network.newSession(2, tasks::add);

    assertSame(network, session);
    tasks.forEach(Runnable::run);

    assertThat(tasks).isNotEmpty();
    assertSame(network, session);
  }

  @Test
  void helpersAreLetGoAtTheEndOfAnImage() throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    PackedNetwork network = AnyNetwork.of(3);

    assertSame(network, network.newSession(3, executor));
    executor.shutdown();

    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void anImageNeedsAThread() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnyNetwork.of(3).newSession(0, Runnable::run))
        .withMessage("An image needs at least 1 thread, not 0.");
  }

  private static void assertSame(PackedNetwork network, Session session) {
    Session alone = network.newSession();
    Random random = new Random(1);
    IntStream.range(0, 5)
        .forEach(
            i -> {
              byte[] pixels = new byte[network.input().bytes()];
              random.nextBytes(pixels);
              assertThat(session.logits(pixels)).containsExactly(alone.logits(pixels));
            });
  }
}
