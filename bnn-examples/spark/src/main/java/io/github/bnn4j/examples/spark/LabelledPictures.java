// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.zoo.Cifar10;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
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

  /** Files in folders that have the names of their classes; files beside these have no class. */
  static Dataset<Row> inFolders(SparkSession spark, String folder) {
    Column path = functions.col("path");
    Column inside = path.substr(qualified(spark, folder).length() + 2, Integer.MAX_VALUE);
    return spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .load(folder)
        .where(inside.contains("/"))
        .select(functions.col("content"), functions.substring_index(inside, "/", 1).as("label"));
  }

  /** A folder as the paths of the files in it begin. */
  private static String qualified(SparkSession spark, String folder) {
    Path path = new Path(folder);
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration())
          .makeQualified(path)
          .toString();
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot reach " + folder, e);
    }
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
    int label = Byte.toUnsignedInt(bytes[0]);
    if (label >= Cifar10.LABELS.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A record has the label %d; those of CIFAR-10 are 0 to %d.",
              label,
              Cifar10.LABELS.size() - 1));
    }
    byte[] pixels = new byte[RECORD - 1];
    for (int i = 0; i < PLANE; i++) {
      for (int c = 0; c < Cifar10.CHANNELS; c++) {
        pixels[i * Cifar10.CHANNELS + c] = bytes[1 + c * PLANE + i];
      }
    }
    return RowFactory.create(pixels, Cifar10.LABELS.get(label));
  }
}
