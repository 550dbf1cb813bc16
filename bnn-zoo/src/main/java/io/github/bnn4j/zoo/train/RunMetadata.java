// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.layers.io.Provenance;
import io.github.bnn4j.layers.train.Distillation;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Recipe;
import io.github.bnn4j.zoo.TrainedNetwork;
import io.github.bnn4j.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the files of a training record besides numbers.
 *
 * @param images how many images it trains on
 * @param script the program that trains
 */
record RunMetadata(Recipe recipe, Provenance provenance, int images, String script) {

  static final String RECIPE = "recipe";
  static final String START = "start";
  static final String EPOCHS_BEFORE = "epochs_before";

  /** A cycle in one line, which must be the same to go on with it. */
  String line(TrainingConfig cycle) {
    return cycle.describe(images);
  }

  /** What a checkpoint of a training under way records. */
  Map<String, String> of(Position position) {
    TrainingConfig cycle = position.config(recipe);
    Map<String, String> metadata = new LinkedHashMap<>(provenance.metadata());
    metadata.put("network", recipe.architecture().name());
    metadata.put(TrainedNetwork.IMAGE_SIZE, TrainedNetwork.imageSize(recipe.architecture()));
    metadata.put(RECIPE, line(cycle));
    metadata.put("recipe_name", recipe.origin(cycle));
    metadata.put(START, position.start());
    metadata.put("commit", commit());
    metadata.put(EPOCHS_BEFORE, Integer.toString(position.before()));
    position.startFramework().ifPresent(it -> metadata.put(Origin.START_FRAMEWORK, it));
    return metadata;
  }

  /** The same with where the weights come from, once they have seen so many epochs. */
  Map<String, String> of(Position position, int epochs) {
    TrainingConfig cycle = position.config(recipe);
    Map<String, String> metadata = of(position);
    metadata.putAll(
        new Origin(
                Origin.THIS_LIBRARY,
                Device.describe(),
                position.start(),
                position.startFramework(),
                epochs,
                Optional.empty(),
                recipe.origin(cycle) + ": " + line(cycle),
                cycle.distillation().map(RunMetadata::teacher),
                script,
                Optional.of(commit()))
            .entries());
    return metadata;
  }

  private static String teacher(Distillation lessons) {
    return lessons.teacher()
        + Zoo.named(lessons.teacher())
            .map(named -> PretrainedWeights.of(named).card().top1())
            .map(top1 -> String.format(Locale.ROOT, ", %.2f %% of the test images", top1))
            .orElse("");
  }

  private static String commit() {
    return System.getProperty("bnn4j.commit", "unknown");
  }
}
