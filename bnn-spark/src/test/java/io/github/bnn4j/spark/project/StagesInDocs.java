// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.project;

import io.github.bnn4j.spark.BnnClassificationModel;
import io.github.bnn4j.spark.BnnClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The samples of docs/scale.md, which compile. A test of bnn-examples finds them the same. */
final class StagesInDocs {
  private StagesInDocs() {}

  static void classify(SparkSession spark) {
    Dataset<Row> files = spark.read().format("binaryFile").load("hdfs:///pictures");
    BnnClassificationModel.pretrained("nin-xnor") // or fromFile("hdfs:///mine.bnn")
        .transform(files)
        .select("path", "predictedLabel", "reason")
        .write()
        .parquet("hdfs:///classes");
  }

  static BnnClassificationModel train(Dataset<Row> labelled) {
    BnnClassificationModel model =
        new BnnClassifier()
            .setRecipe("nin-xnor")
            .setWorkers(2)
            .setCheckpointDir("hdfs:///checkpoints")
            .fit(labelled); // content, label: a name or a number from 0
    return model;
  }
}
