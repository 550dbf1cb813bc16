// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingStart;
import io.github.bnn4j.zoo.train.RunListener;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Shows a training: what computes it and how long its first step takes, a bar for the epoch under
 * way and a line for each that is done.
 */
final class TrainingProgress implements RunListener {
  private final Console console;
  private final LongSupplier nanoTime;
  private Optional<Progress> bar = Optional.empty();
  private OptionalLong starting = OptionalLong.empty();
  private int before;
  private int total;
  private int epochs;
  private long start;

  TrainingProgress(Console console) {
    this(console, System::nanoTime);
  }

  /**
   * Shows it by another clock.
   *
   * @param nanoTime the clock
   */
  TrainingProgress(Console console, LongSupplier nanoTime) {
    this.console = console;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onStart(TrainingStart started) {
    console.log(
        "%s in batches of %,d, on %s; compiling...%n",
        Count.of(started.images(), "image"), started.batch(), started.engine());
    starting = OptionalLong.of(nanoTime.getAsLong());
  }

  @Override
  public void onCycle(int epochsBefore, int done, int epochsTotal) {
    before = epochsBefore;
    total = epochsTotal;
    if (epochs == 0) {
      start = nanoTime.getAsLong();
    }
  }

  @Override
  public void onStep(StepResult result) {
    starting.ifPresent(
        begun ->
            console.log(
                "first of %s after %.1f s%n",
                Count.of(result.steps(), "step"), (nanoTime.getAsLong() - begun) / 1e9));
    starting = OptionalLong.empty();
    long images = (long) result.steps() * result.images();
    if (bar.isEmpty()) {
      String task = "epoch " + (before + result.epoch()) + "/" + total;
      bar = Optional.of(Progress.start(console, task, images, "image"));
    }
    String remark =
        String.format(Locale.ROOT, "loss %.3f, top-1 %.1f %%", result.loss(), result.top1());
    bar.get().at((long) result.step() * result.images(), remark);
    if (result.step() == result.steps()) {
      bar.get().close();
      bar = Optional.empty();
    }
  }

  @Override
  public void onEpoch(EpochResult result) {
    epochs++;
    int epoch = before + result.epoch();
    String validation =
        result
            .validation()
            .map(held -> String.format(Locale.ROOT, ", validation %.2f %%", held.top1()))
            .orElse("");
    // by the clock since the start, so that validation, saving and other work count as well
    double left = (nanoTime.getAsLong() - start) / 1e9 / epochs * (total - epoch);
    console.log(
        "epoch %d/%d: loss %.4f, top-1 %.2f %%%s, %,.0f images/s, %s left%n",
        epoch,
        total,
        result.training().loss(),
        result.training().top1(),
        validation,
        result.imagesPerSecond(),
        Progress.clock(left));
  }
}
