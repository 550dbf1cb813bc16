// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Trains on executors that are processes of their own, and kills one. */
class LostExecutorTest {

  @Test
  void aTrainingThatLosesAnExecutorEndsInTheSameNetworkAsOneThatDoesNot() {
    byte[] undisturbed = train(LocalSpark.session(), () -> {});
    LocalSpark.session().stop();
    SparkSession cluster =
        LocalSpark.builder("local-cluster[2,1,1024]")
            .config("spark.executor.memory", "1g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.locality.wait", "0s")
            .config("spark.shuffle.io.retryWait", "100ms")
            .getOrCreate();
    try {
      assertThat(train(cluster, LostExecutorTest::killOne)).isEqualTo(undisturbed);
    } finally {
      cluster.stop();
    }
  }

  private static byte[] train(SparkSession spark, Runnable afterTheFirstEpoch) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      rows.add(RowFactory.create(Pictures.pixels(i, i % 2 * 128, 128), i % 2));
    }
    StructType schema =
        new StructType().add("content", DataTypes.BinaryType).add("label", DataTypes.IntegerType);
    return new BnnClassifier()
        .setRecipe(TinyRecipe.class.getName())
        .setEpochs(2)
        .setInputFormat("pixels")
        .setWorkers(2)
        .setAveragesPerEpoch(1)
        .setProgress(
            epoch -> {
              if (epoch.epoch() == 1) {
                afterTheFirstEpoch.run();
              }
            })
        .fit(spark.createDataFrame(rows, schema))
        .network()
        .toBytes();
  }

  private static void killOne() {
    ProcessHandle executor =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow();
    executor.destroyForcibly();
    executor.onExit().join();
  }
}
