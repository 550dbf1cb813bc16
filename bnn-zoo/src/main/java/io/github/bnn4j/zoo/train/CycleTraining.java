// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.train.DivergedException;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains the cycles of a run, one at a time, and writes their files.
 *
 * @param directory where the files are
 * @param metadata what they record
 * @param training images to train on
 * @param validation images held out to measure on after each epoch, if any are
 * @param patience how many epochs without a better one end a cycle, 0 for never
 */
record CycleTraining(
    Path directory,
    RunMetadata metadata,
    ImageDataset training,
    Optional<ImageDataset> validation,
    int patience,
    List<TrainingListener> listeners) {

  /** Trains one cycle and returns the history of all so far. */
  List<HistoryRow> train(Network network, Position position, boolean resume) {
    Path checkpoint = directory.resolve(TrainingRun.CHECKPOINT);
    TrainingConfig config = position.config(metadata.recipe());
    Optional<Network> teacher = config.distillation().map(PretrainedWeights::teacher);
    try (Trainer trainer = trainer(network, config, teacher)) {
      if (resume) {
        Checkpoint.resume(checkpoint, network, trainer);
      }
      int done = trainer.epochsDone();
      runListeners(it -> it.onCycle(position.before(), done, position.total(metadata.recipe())));
      HistoryFile history =
          HistoryFile.open(directory.resolve(TrainingRun.HISTORY), position.before() + done);
      LayerFile layers =
          LayerFile.open(directory.resolve(TrainingRun.LAYERS), position.before() + done);
      while (trainer.epochsDone() < config.epochs() && !isStalled(history.rows(), position)) {
        EpochResult result = epoch(trainer, position);
        HistoryRow row = HistoryRow.of(result, position.before());
        boolean best = isBest(row, history.rows());
        // first rows and best weights, then the state: what has no state is dropped when resuming
        history.append(row);
        layers.append(LayerRow.of(result, position.before()));
        if (best) {
          trainer.withAverages(() -> saveBest(network, metadata.of(position, row.epoch())));
        }
        Checkpoint.save(checkpoint, network, trainer, metadata.of(position));
        runListeners(it -> it.onSaved(history.rows(), metadata.line(config)));
      }
      trainer.adoptAverages();
      Checkpoint.save(
          directory.resolve(TrainingRun.WEIGHTS),
          network,
          metadata.of(position, position.before() + trainer.epochsDone()),
          SafeTensors.Precision.F16);
      return history.rows();
    } finally {
      teacher.ifPresent(Network::close);
    }
  }

  private Trainer trainer(Network network, TrainingConfig config, Optional<Network> teacher) {
    Trainer.Builder builder = Trainer.builder(network, training, config);
    validation.ifPresent(builder::optValidation);
    listeners.forEach(builder::optListener);
    teacher.ifPresent(builder::optTeacher);
    return builder.build();
  }

  private void runListeners(Consumer<RunListener> event) {
    listeners.stream()
        .filter(RunListener.class::isInstance)
        .map(RunListener.class::cast)
        .forEach(event);
  }

  /** Runs an epoch; if it ends in no numbers, says what is left. */
  private EpochResult epoch(Trainer trainer, Position position) {
    try {
      return trainer.runEpoch();
    } catch (DivergedException e) {
      int done = position.before() + trainer.epochsDone();
      throw new IllegalStateException(
          e.getMessage()
              + (done == 0
                  ? " No epoch was saved."
                  : " "
                      + directory.resolve(TrainingRun.CHECKPOINT)
                      + " holds the training up to epoch "
                      + done
                      + "."),
          e);
    }
  }

  private Path saveBest(Network network, Map<String, String> texts) {
    Path best = directory.resolve(TrainingRun.BEST);
    Checkpoint.save(best, network, texts, SafeTensors.Precision.F32);
    return best;
  }

  /** Whether the cycle's best epoch is so long ago that it shall end. */
  private boolean isStalled(List<HistoryRow> rows, Position position) {
    List<HistoryRow> cycle = rows.stream().filter(r -> r.epoch() > position.before()).toList();
    return patience > 0
        && cycle.size() > patience
        && cycle.stream()
                .max(
                    Comparator.comparingDouble(HistoryRow::validationTop1)
                        .thenComparing(HistoryRow::epoch, Comparator.reverseOrder()))
                .orElseThrow()
                .epoch()
            <= cycle.get(cycle.size() - 1).epoch() - patience;
  }

  private boolean isBest(HistoryRow row, List<HistoryRow> before) {
    return validation.isPresent()
        && (!Files.exists(directory.resolve(TrainingRun.BEST))
            || before.stream().allMatch(it -> it.validationTop1() < row.validationTop1()));
  }
}
