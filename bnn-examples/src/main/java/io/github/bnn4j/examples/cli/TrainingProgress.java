// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingListener;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Shows a training: a bar for the epoch under way and a line for each that is done. */
final class TrainingProgress implements TrainingListener {
  private final Console console;
  private final int epochs;
  private final int batch;
  private Optional<Progress> bar = Optional.empty();

  TrainingProgress(Console console, int epochs, int batch) {
    this.console = console;
    this.epochs = epochs;
    this.batch = batch;
  }

  @Override
  public void onStep(StepResult result) {
    if (bar.isEmpty()) {
      String task = "epoch " + result.epoch() + "/" + epochs;
      bar = Optional.of(Progress.start(console, task, (long) result.steps() * batch, "images"));
    }
    String remark =
        String.format(Locale.ROOT, "loss %.3f, top-1 %.1f %%", result.loss(), result.top1());
    bar.get().at((long) result.step() * batch, remark);
    if (result.step() == result.steps()) {
      bar.get().close();
      bar = Optional.empty();
    }
  }

  @Override
  public void onEpoch(EpochResult result) {
    String validation =
        result
            .validation()
            .map(held -> String.format(Locale.ROOT, ", validation %.2f %%", held.top1()))
            .orElse("");
    long left = Math.round(result.seconds() * (epochs - result.epoch()));
    console.log(
        "epoch %d/%d: loss %.4f, top-1 %.2f %%%s, %,.0f images/s, %s left%n",
        result.epoch(),
        epochs,
        result.training().loss(),
        result.training().top1(),
        validation,
        result.imagesPerSecond(),
        clock(Duration.ofSeconds(left)));
  }

  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
