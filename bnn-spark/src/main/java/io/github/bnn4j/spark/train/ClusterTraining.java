// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Recipe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * A training on a cluster, as the driver sees it.
 *
 * <p>The same images, recipe, workers and averagings give the same weights, whatever the partitions
 * of the images, the number of executors and what happens to them, as long as the threads of each
 * task stay the same.
 */
public final class ClusterTraining {

  private final JavaSparkContext context;
  private final RecipeChoice choice;
  private final Recipe recipe;
  private final int workers;
  private final int averagesPerEpoch;
  private final Optional<String> checkpointDir;
  private final Consumer<EpochReport> progress;

  /**
   * Makes a training.
   *
   * @param context the cluster
   * @param choice what is trained
   * @param workers how many tasks train side by side, at least 1
   * @param averagesPerEpoch how often they are averaged, at least 1
   * @param checkpointDir where checkpoints are written and looked for, if anywhere
   * @param progress hears of each epoch, on the calling thread
   */
  public ClusterTraining(
      JavaSparkContext context,
      RecipeChoice choice,
      int workers,
      int averagesPerEpoch,
      Optional<String> checkpointDir,
      Consumer<EpochReport> progress) {
    this.context = context;
    this.choice = choice;
    this.recipe = choice.recipe();
    this.workers = workers;
    this.averagesPerEpoch = averagesPerEpoch;
    this.checkpointDir = checkpointDir;
    this.progress = progress;
  }

  /**
   * Trains, from the newest checkpoint of this training if there is one.
   *
   * @param network the network of the recipe, with any weights; it is trained in place
   * @param examples the images to train on
   * @throws IllegalArgumentException if no worker has a batch of images
   */
  public void run(Network network, JavaRDD<Example> examples) {
    int imageBytes = network.input().size();
    JavaRDD<Shard> shards =
        examples
            .mapToPair(example -> new Tuple2<>(example.mixedHash(), example))
            .partitionBy(new HashPartitioner(workers))
            .values()
            .mapPartitions(each -> List.of(new Shard(each, imageBytes)).iterator(), true)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      runOn(shards, network);
    } finally {
      shards.unpersist(false);
    }
  }

  private void runOn(JavaRDD<Shard> shards, Network network) {
    var sizes = shards.map(shard -> new Tuple2<>(shard.size(), shard.fingerprint())).collect();
    int images = sizes.stream().mapToInt(Tuple2::_1).sum();
    long fingerprint = sizes.stream().mapToLong(Tuple2::_2).sum();
    int largest = sizes.stream().mapToInt(Tuple2::_1).max().orElse(0);
    Optional<Checkpoints> checkpoints =
        checkpointDir.map(
            folder ->
                new Checkpoints(
                    folder,
                    describe(images, fingerprint),
                    network.description(),
                    context.hadoopConfiguration()));
    network.initialize(recipe.cycles().get(0).seed());
    Checkpoints.Saved saved =
        checkpoints
            .flatMap(Checkpoints::newest)
            .orElseGet(() -> new Checkpoints.Saved(0, 0, TrainingState.of(network)));
    for (int cycle = saved.cycle(); cycle < recipe.cycles().size(); cycle++) {
      TrainingConfig config = recipe.cycles().get(cycle);
      requireABatch(largest, config.batch());
      int parts = Math.min(averagesPerEpoch, largest / config.batch());
      if (cycle > saved.cycle()) {
        saved = new Checkpoints.Saved(cycle, 0, saved.state().parameters());
      }
      while (saved.epochsDone() < config.epochs()) {
        saved = epoch(shards, saved, parts, config.epochs());
        Checkpoints.Saved done = saved;
        checkpoints.ifPresent(folder -> folder.write(done));
      }
    }
    saved.state().copyTo(network);
  }

  private void requireABatch(int largest, int batch) {
    if (largest < batch) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "No worker of %d has the %d images of a batch, the most any has is %d; train with fewer",
                  workers,
                  batch,
                  largest)
              + " workers, smaller batches or more images.");
    }
  }

  private Checkpoints.Saved epoch(
      JavaRDD<Shard> shards, Checkpoints.Saved saved, int parts, int epochs) {
    long start = System.nanoTime();
    TrainingState state = saved.state();
    for (int part = 0; part < parts; part++) {
      state = stretch(shards, new Stretch(saved.cycle(), saved.epochsDone(), part, parts), state);
    }
    int done = saved.epochsDone() + 1;
    progress.accept(
        new EpochReport(
            saved.cycle() + 1,
            done,
            epochs,
            state.loss(),
            state.top1(),
            (System.nanoTime() - start) / 1e9));
    return new Checkpoints.Saved(saved.cycle(), done, state);
  }

  /** Local steps on all workers, and the mean of what they end with. */
  private TrainingState stretch(JavaRDD<Shard> shards, Stretch stretch, TrainingState state) {
    Broadcast<TrainingState> start = context.broadcast(state);
    try {
      JavaRDD<Tuple2<String, Part>> ends =
          shards.mapPartitionsWithIndex(new LocalSteps(choice, stretch, start), true);
      return new TrainingState(
          new TreeMap<>(
              JavaPairRDD.fromJavaRDD(ends)
                  .groupByKey(workers)
                  .mapValues(Part::mean)
                  .collectAsMap()));
    } finally {
      start.destroy();
    }
  }

  /** Whatever decides the result but the layers of the network. */
  private String describe(int images, long fingerprint) {
    StringBuilder text = new StringBuilder(recipe.architecture().name());
    recipe.cycles().forEach(cycle -> text.append("; ").append(cycle.describe(images)));
    return text.append(
            String.format(
                Locale.ROOT, "; %d workers, averaged %d times an epoch", workers, averagesPerEpoch))
        .append(String.format(Locale.ROOT, "; images %016x", fingerprint))
        .toString();
  }
}
