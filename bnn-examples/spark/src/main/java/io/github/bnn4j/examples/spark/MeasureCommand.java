// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import io.github.bnn4j.spark.BnnClassificationModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast pictures are classified, and what the time goes into. */
@Command(
    name = "measure",
    description = {
      "Classify the files of a folder, or the column content of a parquet table, by different"
          + " numbers of tasks in turns, without writing anything.",
      "Says for each turn how many pictures a second were classified, and how much of the tasks'"
          + " time the network took, reading the pictures, and Spark."
    },
    footer = {"", "Example:", "  bnn spark measure pictures --tasks 1,2,1,2"})
final class MeasureCommand extends SparkCommand {

  @Parameters(paramLabel = "PATH", description = "A folder of pictures, or a parquet table.")
  private String path;

  @Option(names = "--parquet", description = "It is a parquet table.")
  private boolean parquet;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      description = "A pretrained network (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,1,2",
      description = "How many tasks, turn by turn (default: ${DEFAULT-VALUE}).")
  private int[] tasks;

  @Override
  String fallback() {
    return "local[" + Arrays.stream(tasks).max().orElse(1) + "]";
  }

  @Override
  Map<String, Object> run(SparkSession spark) {
    long start = System.nanoTime();
    Dataset<Row> pictures =
        parquet
            ? spark.read().parquet(path)
            : spark.read().format("binaryFile").option("recursiveFileLookup", true).load(path);
    double listing = (System.nanoTime() - start) / 1e9;
    print("listed in %.2f s", listing);
    BnnClassificationModel classifier = BnnClassificationModel.pretrained(model);
    List<Map<String, Object>> turns = new ArrayList<>();
    for (int count : tasks) {
      Turn turn = Turn.run(spark, classifier, pictures, count);
      print("%s", turn.line());
      turns.add(turn.json());
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("path", path);
    result.put("model", model);
    result.put("listingSeconds", listing);
    result.put("turns", turns);
    return result;
  }
}
