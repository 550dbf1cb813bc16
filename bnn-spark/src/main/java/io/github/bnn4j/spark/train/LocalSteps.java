// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.PretrainedWeights;
import io.github.bnn4j.zoo.Recipe;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Trains a stretch on the images of a worker: a task of Spark. */
record LocalSteps(RecipeChoice choice, Stretch stretch, Broadcast<TrainingState> start)
    implements Function2<Integer, Iterator<Shard>, Iterator<Tuple2<String, Part>>> {

  @Override
  public Iterator<Tuple2<String, Part>> call(Integer worker, Iterator<Shard> shards) {
    Recipe recipe = choice.recipe();
    TrainingConfig cycle = recipe.cycles().get(stretch.cycle());
    try (Network network = recipe.architecture().network()) {
      ImageDataset images =
          shards
              .next()
              .part(
                  stretch.orderSeed(cycle.seed(), worker),
                  stretch.part(),
                  stretch.parts(),
                  cycle.batch(),
                  network.input(),
                  choice.labels().size());
      if (images.size() == 0) {
        return Collections.emptyIterator();
      }
      return train(network, stretch.config(cycle, worker), images).values().entrySet().stream()
          .map(
              entry ->
                  new Tuple2<>(entry.getKey(), new Part(worker, images.size(), entry.getValue())))
          .iterator();
    }
  }

  private TrainingState train(Network network, TrainingConfig config, ImageDataset images) {
    start.value().copyTo(network);
    Trainer.Builder builder = Trainer.builder(network, images, config);
    Optional<Network> teacher = config.distillation().map(PretrainedWeights::teacher);
    teacher.ifPresent(builder::optTeacher);
    try (Trainer trainer = builder.build()) {
      start.value().copyTo(trainer);
      trainer.resumeAfter(stretch.before());
      EpochResult result = trainer.runEpoch();
      return TrainingState.of(network, trainer, result);
    } finally {
      teacher.ifPresent(Network::close);
    }
  }
}
