// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.packed.layer.BitConv2d;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One network, many threads: every answer is that of a single thread. */
@Tag("kernel")
class ConcurrencyTest {

  private static final int THREADS = 16;
  private static final int CALLERS = 200;
  private static final int CLASSIFICATIONS = 100_000;
  private static final int IMAGES = 199;
  private static final int BATCH = 100;

  @Test
  void sixteenThreadsClassifyAsOneDoes() throws Exception {
    assertSameFromManyThreads(smallNetwork(), CLASSIFICATIONS);
  }

  @Test
  void soTheyDoWithTheLayersOfTheZoo() throws Exception {
    assertSameFromManyThreads(RandomNetworks.ninGcXnor(5), 5 * THREADS);
  }

  @Test
  void aBatchSpreadOverSixteenThreadsHasTheLogitsOfOne() {
    PackedNetwork network = RandomNetworks.ninXnor(8);
    byte[] pixels = new byte[BATCH * network.input().bytes()];
    new Random(8).nextBytes(pixels);
    float[] alone = network.logits(pixels, BATCH, Runnable::run);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      assertThat(network.logits(pixels, BATCH, threads)).containsExactly(alone);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aBatchGivenToAnExecutorFromInsideItAnswers() throws Exception {
    PackedNetwork network = RandomNetworks.ninXnor(8);
    byte[] pixels = new byte[4 * network.input().bytes()];
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      assertThat(one.submit(() -> network.logits(pixels, 4, one)).get(1, TimeUnit.MINUTES))
          .containsExactly(network.logits(pixels, 4, Runnable::run));
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void anExecutorThatTakesNothingLeavesTheBatchToTheCaller() {
    PackedNetwork network = RandomNetworks.ninXnor(8);
    byte[] pixels = new byte[4 * network.input().bytes()];
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdownNow();

    assertThat(network.logits(pixels, 4, closed))
        .containsExactly(network.logits(pixels, 4, Runnable::run));
    assertThat(network.logits(pixels, 4, task -> {}))
        .containsExactly(network.logits(pixels, 4, Runnable::run));
  }

  @Test
  void aBatchOfAnInterruptedThreadEnds() {
    PackedNetwork network = RandomNetworks.ninXnor(8);
    byte[] pixels = new byte[4 * network.input().bytes()];

    Thread.currentThread().interrupt();

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> network.logits(pixels, 4, task -> {}));
    assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
  }

  /** Callers that are stopped in the middle of an image hold no more sessions than there are. */
  @Test
  void sessionsAreNoMoreThanProcessorsHoweverManyThreadsWantOne() throws Exception {
    AtomicInteger made = new AtomicInteger();
    PackedNetwork network = AnyNetwork.of(3);
    SessionPool pool =
        new SessionPool(
            3,
            () -> {
              made.incrementAndGet();
              return network.newSession();
            });
    Set<Session> inUse = ConcurrentHashMap.newKeySet();
    Callable<Void> caller =
        () -> {
          Session session = pool.borrow();
          assertThat(inUse.add(session)).as("nobody else has it").isTrue();
          Thread.yield();
          inUse.remove(session);
          pool.giveBack(session);
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      for (Future<Void> each : threads.invokeAll(Collections.nCopies(10 * CALLERS, caller))) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made.get()).isBetween(1, 3);
  }

  @Test
  void aSessionThatCannotBeMadeLeavesRoomForTheNext() {
    Iterator<Supplier<Session>> attempts =
        List.<Supplier<Session>>of(
                () -> {
                  throw new OutOfMemoryError("for a test");
                },
                AnyNetwork.of(3)::newSession)
            .iterator();
    SessionPool pool = new SessionPool(1, () -> attempts.next().get());

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(pool::borrow);

    assertThat(pool.borrow()).isNotNull();
  }

  /** Virtual threads on a JDK that has them, else platform threads. */
  @Test
  void twoHundredCallersAreAnsweredAsOneIs() throws Exception {
    PackedNetwork network = RandomNetworks.ninXnor(8);
    byte[] pixels = new byte[network.input().bytes()];
    new Random(8).nextBytes(pixels);
    List<Prediction> alone = network.classify(pixels, 3);
    CyclicBarrier start = new CyclicBarrier(CALLERS);
    Callable<List<Prediction>> caller =
        () -> {
          start.await();
          return network.classify(pixels, 3);
        };
    ExecutorService threads = threadForEachTask();
    try {
      for (Future<List<Prediction>> answer :
          threads.invokeAll(Collections.nCopies(CALLERS, caller))) {
        assertThat(answer.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ExecutorService threadForEachTask() throws ReflectiveOperationException {
    return Runtime.version().feature() >= 21
        ? (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
        : Executors.newCachedThreadPool();
  }

  private static void assertSameFromManyThreads(PackedNetwork network, int classifications)
      throws Exception {
    Random random = new Random(1);
    List<byte[]> images = new ArrayList<>();
    List<List<Prediction>> expected = new ArrayList<>();
    for (int i = 0; i < Math.min(IMAGES, classifications); i++) {
      byte[] pixels = new byte[network.input().bytes()];
      random.nextBytes(pixels);
      images.add(pixels);
      expected.add(network.classify(pixels, network.labels().size()));
    }
    assertThat(expected.stream().map(p -> p.get(0).index()).distinct()).hasSizeGreaterThan(1);

    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = 31 * thread;
      tasks.add(
          () -> {
            start.await();
            int same = 0;
            for (int i = 0; i < classifications / THREADS; i++) {
              int image = (first + i) % images.size();
              List<Prediction> found = network.classify(images.get(image), network.labels().size());
              same += found.equals(expected.get(image)) ? 1 : 0;
            }
            return same;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      int same = 0;
      for (Future<Integer> each : threads.invokeAll(tasks)) {
        same += each.get();
      }
      assertThat(same).isEqualTo(classifications);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A binary network of all kinds of thresholds that takes microseconds. */
  private static PackedNetwork smallNetwork() {
    return IntStream.range(0, 1_000)
        .mapToObj(AnyNetwork::of)
        .filter(network -> network.input().bytes() >= 64)
        .filter(network -> network.labels().size() >= 3 && network.labels().size() <= 50)
        .filter(
            network ->
                network.graph().layers().stream().filter(BitConv2d.class::isInstance).count() >= 2)
        .filter(ConcurrencyTest::tellsImagesApart)
        .findFirst()
        .orElseThrow();
  }

  private static boolean tellsImagesApart(PackedNetwork network) {
    Random random = new Random(2);
    return IntStream.range(0, 20)
            .map(
                i -> {
                  byte[] pixels = new byte[network.input().bytes()];
                  random.nextBytes(pixels);
                  return network.classify(pixels, 1).get(0).index();
                })
            .distinct()
            .count()
        > 1;
  }
}
