// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.board;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.LayerStatistics;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingListener;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Writes what a training brings as curves that TensorBoard shows: {@code tensorboard --logdir DIR}.
 * Loss, accuracy, learning rate, norm of the gradients and share of turned signs of each step are
 * in {@code step/...}, what is known after an epoch in {@code epoch/...}, and of the binary weights
 * of each layer in {@code flips/...} and {@code saturated/...}; accuracies are in per cent.
 *
 * <p>A training that goes on after a stop starts a file of its own in the same directory, and
 * TensorBoard drops what the first run wrote of the steps that are made again. Not thread-safe.
 */
public final class TensorBoardListener implements TrainingListener, AutoCloseable {

  private final Path directory;
  private final Clock clock;
  private Optional<EventFile> events = Optional.empty();
  private int epochsBefore;
  private long lastStep;

  /**
   * Makes a listener; the file is made at the first step.
   *
   * @param directory the directory of one training, made if need be
   */
  public TensorBoardListener(Path directory) {
    this(directory, Clock.systemUTC());
  }

  TensorBoardListener(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Begins a training that goes on from another; its curves come after that one's.
   *
   * @param epochs how many epochs were done before its first
   */
  public void startAfter(int epochs) {
    epochsBefore = epochs;
  }

  /**
   * Adds what a step brought.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  @Override
  public void onStep(StepResult result) {
    lastStep = (long) (epochsBefore + result.epoch() - 1) * result.steps() + result.step();
    EventFile file = file();
    file.scalar("step/loss", lastStep, result.loss());
    file.scalar("step/top-1", lastStep, result.top1());
    file.scalar("step/learning rate", lastStep, result.learningRate());
    file.scalar("step/gradient norm", lastStep, result.gradientNorm());
    file.scalar("step/flips", lastStep, result.flips());
  }

  /**
   * Adds what an epoch brought.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  @Override
  public void onEpoch(EpochResult result) {
    EventFile file = file();
    file.scalar("epoch/learning rate", lastStep, result.learningRate());
    file.scalar("epoch/training loss", lastStep, result.training().loss());
    file.scalar("epoch/training top-1", lastStep, result.training().top1());
    result
        .validation()
        .ifPresent(
            validation -> {
              file.scalar("epoch/validation loss", lastStep, validation.loss());
              file.scalar("epoch/validation top-1", lastStep, validation.top1());
            });
    file.scalar("epoch/images per second", lastStep, result.imagesPerSecond());
    file.scalar("epoch/gradient norm", lastStep, result.gradientNorm());
    for (LayerStatistics layer : result.layers()) {
      file.scalar("gradient norm/" + layer.layer(), lastStep, layer.gradientNorm());
      if (layer.isBinary()) {
        file.scalar("flips/" + layer.layer(), lastStep, layer.flips());
        file.scalar("saturated/" + layer.layer(), lastStep, layer.saturated());
      }
    }
  }

  private EventFile file() {
    if (events.isEmpty()) {
      events = Optional.of(EventFile.create(directory, lastStep, clock));
    }
    return events.get();
  }

  @Override
  public void close() {
    events.ifPresent(EventFile::close);
  }
}
