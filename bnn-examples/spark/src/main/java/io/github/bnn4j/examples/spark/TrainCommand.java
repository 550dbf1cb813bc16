// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import io.github.bnn4j.spark.BnnClassificationModel;
import io.github.bnn4j.spark.BnnClassifier;
import io.github.bnn4j.spark.train.EpochReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a network on a cluster. */
@Command(
    name = "train",
    description = {
      "Train a network on CIFAR-10 or on pictures in a folder for each class, on two executors of"
          + " this machine unless told otherwise.",
      "With --checkpoints a training that was stopped goes on when it is started again."
    },
    footer = {
      "",
      "Examples:",
      "  bnn spark train --cifar10 cifar-10-batches-bin --epochs 2 --out model",
      "  bnn spark train --images pictures --epochs 20 --checkpoints runs --out model"
    })
final class TrainCommand extends SparkCommand {

  @ArgGroup(multiplicity = "1")
  private Source source;

  /** Where the pictures come from. */
  private static final class Source {
    @Option(
        names = "--cifar10",
        paramLabel = "DIR",
        description = "The folder of the binary form of CIFAR-10.")
    private Optional<String> cifar10;

    @Option(
        names = "--images",
        paramLabel = "DIR",
        description = "Pictures in a folder for each class, with the name of the class.")
    private Optional<String> images;
  }

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Train on N pictures only, or 0 for all (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--recipe",
      paramLabel = "R",
      defaultValue = "nin-xnor",
      description = "How (default: ${DEFAULT-VALUE}).")
  private String recipe;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Train one cycle of N epochs that is otherwise like the recipe's first (default: all"
              + " cycles as they are).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "0",
      description = "Images of a worker's step (default: the recipe's).")
  private int batch;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Tasks that train side by side (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--averages",
      paramLabel = "N",
      defaultValue = "8",
      description = "How often an epoch workers are averaged (default: ${DEFAULT-VALUE}).")
  private int averages;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "Folder for checkpoints (default: none are written).")
  private Optional<String> checkpoints;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The trained model, with network.bnn in it; must not exist.")
  private String out;

  @Override
  String fallback() {
    return "local-cluster[2,1,3072]";
  }

  @Override
  Map<String, Object> run(SparkSession spark) {
    requireNew(spark, out);
    List<EpochReport> reports = new ArrayList<>();
    BnnClassifier classifier =
        new BnnClassifier()
            .setRecipe(recipe)
            .setEpochs(epochs)
            .setBatchSize(batch)
            .setSeed(seed)
            .setWorkers(workers)
            .setAveragesPerEpoch(averages)
            .setCheckpointDir(checkpoints.orElse(""))
            .setInputFormat(source.cifar10.isPresent() ? "pixels" : "file")
            .setProgress(
                epoch -> {
                  reports.add(epoch);
                  progress(
                      "cycle %d, epoch %d of %d: loss %.4f, %.2f %%, %.1f s",
                      epoch.cycle(),
                      epoch.epoch(),
                      epoch.epochs(),
                      epoch.loss(),
                      epoch.top1(),
                      epoch.seconds());
                });
    BnnClassificationModel model = classifier.fit(pictures(spark));
    try {
      model.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    print("Model: %s", out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", out);
    result.put("recipe", recipe);
    result.put("seed", seed);
    result.put("workers", workers);
    result.put("seconds", reports.stream().mapToDouble(EpochReport::seconds).sum());
    result.putAll(test(spark, model));
    return result;
  }

  private Dataset<Row> pictures(SparkSession spark) {
    Dataset<Row> all =
        source
            .cifar10
            .map(folder -> LabelledPictures.cifar10(spark, folder + "/data_batch_*.bin"))
            .orElseGet(() -> LabelledPictures.inFolders(spark, source.images.orElseThrow()));
    return limit > 0 ? all.limit(limit) : all;
  }

  /** On the test images of CIFAR-10, which nothing else depends on. */
  private Map<String, Object> test(SparkSession spark, BnnClassificationModel model) {
    if (source.cifar10.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> test = LabelledPictures.cifar10(spark, source.cifar10.get() + "/test_batch.bin");
    long right = model.transform(test).where("predictedLabel = label").count();
    double top1 = 100.0 * right / test.count();
    print("Test images: %.2f %%", top1);
    return Map.of("testTop1", top1);
  }
}
