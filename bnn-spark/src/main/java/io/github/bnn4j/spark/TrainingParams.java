// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.spark.train.RecipeChoice;
import io.github.bnn4j.zoo.Recipe;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters of {@link HasTraining}, made for one stage; opaque to all others. */
public final class TrainingParams implements Serializable {
  private static final long serialVersionUID = 1;

  final Param<String> labelCol;
  final Param<String> recipe;
  final IntParam epochs;
  final IntParam batchSize;
  final DoubleParam learningRate;
  final LongParam seed;
  final IntParam workers;
  final IntParam averagesPerEpoch;
  final Param<String> checkpointDir;

  TrainingParams(HasTraining<?> stage) {
    labelCol = text(stage, "labelCol", "column of labels, names or numbers from 0", "label");
    recipe =
        text(
            stage,
            "recipe",
            "name of a recipe of the zoo, or of a class that supplies a recipe",
            Recipe.NIN_XNOR.name());
    epochs =
        atLeast(0, stage, "epochs", "epochs of one cycle, or 0 for the recipe's own cycles", 0);
    batchSize =
        atLeast(0, stage, "batchSize", "images of a worker's step, or 0 for the recipe's own", 0);
    learningRate =
        new DoubleParam(
            stage,
            "learningRate",
            "highest learning rate, falling to 0 along half a cosine, or 0 for the recipe's own",
            ParamValidators.gtEq(0));
    stage.setDefault(learningRate, 0.0);
    seed = new LongParam(stage, "seed", "seed of everything random");
    stage.setDefault(seed, 1L);
    workers = atLeast(1, stage, "workers", "tasks that train side by side", 1);
    averagesPerEpoch = atLeast(1, stage, "averagesPerEpoch", "how often workers are averaged", 8);
    checkpointDir = text(stage, "checkpointDir", "folder for checkpoints; none if empty", "");
  }

  private static Param<String> text(
      HasTraining<?> stage, String name, String doc, String defaultValue) {
    Param<String> parameter = new Param<>(stage, name, doc);
    stage.setDefault(parameter, defaultValue);
    return parameter;
  }

  private static IntParam atLeast(
      int least, HasTraining<?> stage, String name, String doc, int defaultValue) {
    IntParam parameter = new IntParam(stage, name, doc, ParamValidators.gtEq(least));
    stage.setDefault(parameter, defaultValue);
    return parameter;
  }

  /** What is trained to tell classes of these names apart. */
  static RecipeChoice choice(HasTraining<?> stage, List<String> labels) {
    return new RecipeChoice(
        stage.getRecipe(),
        labels,
        stage.getEpochs(),
        stage.getBatchSize(),
        stage.getLearningRate(),
        stage.getSeed());
  }
}
