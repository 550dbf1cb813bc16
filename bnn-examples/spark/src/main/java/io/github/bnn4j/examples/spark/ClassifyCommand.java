// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import io.github.bnn4j.spark.BnnClassificationModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies the pictures of a folder into a parquet table. */
@Command(
    name = "classify",
    description = {
      "Classify all files of a folder and the folders in it into a parquet table: path, prediction,"
          + " predictedLabel, probability, reason.",
      "A file that is no picture, or a damaged one, has a reason instead of a prediction."
    },
    footer = {
      "",
      "Examples:",
      "  bnn spark classify pictures --out classes",
      "  bnn spark classify hdfs:///pictures --weights hdfs:///mine.bnn --out hdfs:///classes"
    })
final class ClassifyCommand extends SparkCommand {

  @Parameters(paramLabel = "FOLDER", description = "Where the pictures are.")
  private String folder;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The table; must not exist.")
  private String out;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      description = "A pretrained network (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "A packed network of your own (default: the pretrained one).")
  private Optional<String> weights;

  @Option(
      names = "--resize",
      paramLabel = "R",
      defaultValue = "crop",
      description =
          "How pictures of another shape become images: crop, pad or stretch (default:"
              + " ${DEFAULT-VALUE}).")
  private String resize;

  @Override
  String fallback() {
    return "local[*]";
  }

  @Override
  Map<String, Object> run(SparkSession spark) {
    requireNew(spark, out);
    BnnClassificationModel classifier =
        weights
            .map(BnnClassificationModel::fromFile)
            .orElseGet(() -> BnnClassificationModel.pretrained(model))
            .setResize(resize)
            .setRawPredictionCol("");
    Dataset<Row> files =
        spark.read().format("binaryFile").option("recursiveFileLookup", true).load(folder);
    classifier.transform(files).drop("content", "length", "modificationTime").write().parquet(out);
    return summary(spark.read().parquet(out));
  }

  private Map<String, Object> summary(Dataset<Row> classified) {
    List<Row> counts =
        classified
            .groupBy("predictedLabel")
            .count()
            .orderBy(functions.desc("count"), functions.col("predictedLabel"))
            .collectAsList();
    Map<String, Object> classes = new LinkedHashMap<>();
    long refused = 0;
    for (Row row : counts) {
      if (row.isNullAt(0)) {
        refused = row.getLong(1);
      } else {
        classes.put(row.getString(0), row.getLong(1));
        print("%,9d  %s", row.getLong(1), row.getString(0));
      }
    }
    print("%,9d  without a prediction; the column reason says why", refused);
    print("Table: %s", out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("table", out);
    result.put("classes", classes);
    result.put("refused", refused);
    return result;
  }
}
