// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a training is in its recipe.
 *
 * @param cycle the cycle under way, from 0 on
 * @param before epochs of the cycles before it
 * @param start what the first cycle started from
 * @param startFramework what trained that, if it is known
 */
record Position(int cycle, int before, String start, Optional<String> startFramework) {

  /** The beginning of a recipe. */
  static Position start(Optional<InitialWeights> weights) {
    return new Position(
        0,
        0,
        weights.map(InitialWeights::source).orElse(TrainingRun.RANDOM_WEIGHTS),
        weights.flatMap(InitialWeights::framework));
  }

  /**
   * Where a checkpoint is.
   *
   * @param checkpoint what messages call it
   * @param saved its metadata
   * @param wanted what that of the training to go on is like
   * @throws IllegalArgumentException if it is of none of the recipe's cycles
   */
  static Position of(String checkpoint, Map<String, String> saved, RunMetadata wanted) {
    String trained = inTheseWords(saved.getOrDefault(RunMetadata.RECIPE, "unknown"));
    List<String> cycles = wanted.recipe().cycles().stream().map(wanted::line).toList();
    if (!cycles.contains(trained)) {
      throw new IllegalArgumentException(
          checkpoint
              + " is of a training with other settings: "
              + trained
              + " instead of "
              + String.join("; or ", cycles)
              + ".");
    }
    return new Position(
        cycles.indexOf(trained),
        epochsBefore(checkpoint, saved.getOrDefault(RunMetadata.EPOCHS_BEFORE, "0")),
        saved.getOrDefault(RunMetadata.START, "unknown"),
        Optional.ofNullable(saved.get(Origin.START_FRAMEWORK)));
  }

  /** Lines of checkpoints from before these words spoke of 1 epochs and 1 images. */
  private static String inTheseWords(String line) {
    return line.replaceAll("(?<![\\d.])1 (epoch|image)s\\b", "1 $1");
  }

  private static int epochsBefore(String checkpoint, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BnnFormatException(
          checkpoint, 8, RunMetadata.EPOCHS_BEFORE + " is no number but '" + text + "'");
    }
  }

  /**
   * The beginning of the next cycle.
   *
   * @param history the epochs so far, by which the cycle may have ended early; empty if it is lost
   */
  Position next(Recipe recipe, List<HistoryRow> history) {
    int done =
        history.isEmpty()
            ? before + config(recipe).epochs()
            : history.get(history.size() - 1).epoch();
    return new Position(cycle + 1, done, start, startFramework);
  }

  /** The cycle under way. */
  TrainingConfig config(Recipe recipe) {
    return recipe.cycles().get(cycle);
  }

  boolean isLastOf(Recipe recipe) {
    return cycle == recipe.cycles().size() - 1;
  }

  /** Epochs from the start to the end of the recipe. */
  int total(Recipe recipe) {
    return recipe.cycles().stream().skip(cycle).mapToInt(TrainingConfig::epochs).sum() + before;
  }
}
