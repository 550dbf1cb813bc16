// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.zoo.train.RunListener;
import java.util.Locale;
import java.util.Optional;

/** Shows a training: a bar for the epoch under way and a line for each that is done. */
final class TrainingProgress implements RunListener {
  private final Console console;
  private Optional<Progress> bar = Optional.empty();
  private int before;
  private int total;
  private int epochs;
  private long start;

  TrainingProgress(Console console) {
    this.console = console;
  }

  @Override
  public void onCycle(int epochsBefore, int done, int epochsTotal) {
    before = epochsBefore;
    total = epochsTotal;
    if (epochs == 0) {
      start = System.nanoTime();
    }
  }

  @Override
  public void onStep(StepResult result) {
    long images = (long) result.steps() * result.images();
    if (bar.isEmpty()) {
      String task = "epoch " + (before + result.epoch()) + "/" + total;
      bar = Optional.of(Progress.start(console, task, images, "images"));
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
    double left = (System.nanoTime() - start) / 1e9 / epochs * (total - epoch);
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
