// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains on executors that are processes of their own, one of which dies between two steps. */
class LostExecutorTest {
  private static final int EPOCHS = 3;
  private static final int IMAGES = 64;

  @TempDir private Path folder;

  @Test
  void aKilledExecutorCostsLessThanAnEpochAndChangesNothing() throws IOException {
    Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
    System.setProperty(MortalRecipe.FOLDER, undisturbed.toString());
    byte[] expected = train(LocalSpark.session(), new ArrayList<>());
    System.clearProperty(MortalRecipe.FOLDER);
    LocalSpark.session().stop();

    Path disturbed = Files.createDirectory(folder.resolve("disturbed"));
    SparkSession cluster =
        LocalSpark.builder("local-cluster[2,1,1024]")
            .config("spark.executor.memory", "1g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config(
                "spark.executor.extraJavaOptions",
                "-D" + MortalRecipe.FOLDER + "=" + disturbed + " -Dbnn4j.dies=true")
            .config("spark.locality.wait", "0s")
            .config("spark.shuffle.io.retryWait", "100ms")
            .getOrCreate();
    List<Integer> epochs = new ArrayList<>();
    try {
      assertThat(train(cluster, epochs)).isEqualTo(expected);
    } finally {
      cluster.stop();
    }

    assertThat(MortalRecipe.grave(disturbed)).exists();
    assertThat(epochs).containsExactly(1, 2, 3);
    long steps = Files.size(MortalRecipe.steps(undisturbed));
    long lost = Files.size(MortalRecipe.steps(disturbed)) - steps;
    assertThat(lost).isBetween(1L, steps / EPOCHS - 1);
  }

  private static byte[] train(SparkSession spark, List<Integer> epochs) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      rows.add(RowFactory.create(Pictures.pixels(i, i % 2 * 128, 128), i % 2));
    }
    StructType schema =
        new StructType().add("content", DataTypes.BinaryType).add("label", DataTypes.IntegerType);
    return new BnnClassifier()
        .setRecipe(MortalRecipe.class.getName())
        .setEpochs(EPOCHS)
        .setInputFormat("pixels")
        .setWorkers(2)
        .setAveragesPerEpoch(2)
        .setProgress(report -> epochs.add(report.epoch()))
        .fit(spark.createDataFrame(rows, schema))
        .network()
        .toBytes();
  }
}
