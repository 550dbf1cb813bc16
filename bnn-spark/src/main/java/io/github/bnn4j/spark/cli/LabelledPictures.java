// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.cli;

import io.github.bnn4j.zoo.Cifar10;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Tables of pictures with labels: columns {@code content} and {@code label}, which is a name. */
final class LabelledPictures {
  private static final int PLANE = Cifar10.SIDE * Cifar10.SIDE;
  private static final int RECORD = 1 + Cifar10.CHANNELS * PLANE;
  private static final StructType SCHEMA =
      new StructType().add("content", "binary").add("label", "string");

  private LabelledPictures() {}

  /** Files of pictures in folders that have the names of their classes. */
  static Dataset<Row> inFolders(SparkSession spark, String folder) {
    return spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .load(folder)
        .select(
            functions.col("content"),
            functions.element_at(functions.split(functions.col("path"), "/"), -2).as("label"));
  }

  /** Pixels of CIFAR-10, from files of its binary form; the path may have wildcards. */
  static Dataset<Row> cifar10(SparkSession spark, String path) {
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .binaryRecords(path, RECORD)
            .map(LabelledPictures::image);
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** A record is a label, then all red, all green and all blue bytes. */
  private static Row image(byte[] bytes) {
    List<String> labels = Cifar10.LABELS;
    byte[] pixels = new byte[RECORD - 1];
    for (int i = 0; i < PLANE; i++) {
      for (int c = 0; c < Cifar10.CHANNELS; c++) {
        pixels[i * Cifar10.CHANNELS + c] = bytes[1 + c * PLANE + i];
      }
    }
    return RowFactory.create(pixels, labels.get(bytes[0]));
  }
}
