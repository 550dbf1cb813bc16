// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private static final Duration WAIT = Duration.ofMinutes(1);

  private final List<String> warnings = new ArrayList<>();
  private long seconds = 1_000;

  @Test
  void aPartThatTakesAMinuteIsNamedOnceWithWhatIsUnderWay() {
    try (StallWatch watch = watch()) {
      watch.begin("step 1 of epoch 3", () -> Optional.of("the backward pass of block1.conv"));
      lookAfter(59, watch);
      assertThat(warnings).isEmpty();

      lookAfter(1, watch);
      lookAfter(600, watch);
    }

    assertThat(warnings)
        .containsExactly(
            "The training has been in step 1 of epoch 3 for 60 s, at the moment in the backward"
                + " pass of block1.conv. It goes on; where its threads wait for processors that"
                + " others use, a smaller OMP_NUM_THREADS makes it faster.");
  }

  @Test
  void manyShortPartsAreNoStall() {
    try (StallWatch watch = watch()) {
      for (int step = 1; step <= 100; step++) {
        watch.begin("step " + step);
        lookAfter(50, watch);
      }
    }

    assertThat(warnings).isEmpty();
  }

  @Test
  void whatIsDoneBetweenTwoPartsIsNoBusinessOfTheWatch() {
    try (StallWatch watch = watch()) {
      watch.begin("step 1");
      watch.rest();
      lookAfter(1_000, watch);
    }

    assertThat(warnings).isEmpty();
  }

  private StallWatch watch() {
    return new StallWatch(() -> seconds * 1_000_000_000, warnings::add);
  }

  private void lookAfter(int more, StallWatch watch) {
    seconds += more;
    watch.look();
  }

  @Test
  void aWatchThatIsNotStartedHasNoThread() {
    Set<Thread> before = threads();
    try (StallWatch watch = watch()) {
      watch.begin("step 1");
      lookAfter(60, watch);
      assertThat(threads()).isSubsetOf(before);
    }

    assertThat(warnings).hasSize(1);
  }

  @Test
  void noThreadIsLeftOfAClosedTraining() throws InterruptedException {
    Set<Thread> before = threads();
    try (Trainer trainer = trainer(Engine.fastest())) {
      trainer.runEpoch();
      assertThat(threads()).hasSize(before.size() + 1);
    }

    requireNoneBut(before);
  }

  @Test
  void noThreadIsLeftOfATrainingThatCouldNotStart() throws InterruptedException {
    Set<Thread> before = threads();

    assertThatThrownBy(() -> trainer(new Unable()).close()).hasMessage("There is no memory.");

    requireNoneBut(before);
  }

  private static final class Unable implements Engine {
    @Override
    public BoundNetwork bind(Network network, int batch) {
      throw new IllegalStateException("There is no memory.");
    }

    @Override
    public String description() {
      return "an engine";
    }
  }

  private static Trainer trainer(Engine engine) {
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(1)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.01, 0))
            .optBatch(16)
            .build();
    Network network = TinyNetworks.binary(4);
    network.initialize(1);
    return Trainer.builder(network, PatternImages.of(32, 1), config).optEngine(engine).build();
  }

  private static Set<Thread> threads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals(StallWatch.THREAD));
    return threads;
  }

  private static void requireNoneBut(Set<Thread> before) throws InterruptedException {
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(WAIT.toMillis());
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
