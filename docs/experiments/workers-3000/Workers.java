// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

import io.github.bnn4j.spark.BnnClassificationModel;
import io.github.bnn4j.spark.BnnClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Do two workers learn as much as one in as many epochs? Trains nin-xnor on the first 3,000 images of CIFAR-10, whose
 * labels are numbers here, so without a teacher. Arguments: the folder of CIFAR-10, and how many epochs.
 */
public final class Workers {
  private static final int RECORD = 3073;
  private static final StructType SCHEMA = new StructType().add("content", "binary").add("label", "int");

  public static void main(String[] arguments) throws IOException {
    Path cifar10 = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    try (SparkSession spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate()) {
      Dataset<Row> training = images(spark, cifar10.resolve("data_batch_1.bin"), 3_000);
      Dataset<Row> test = images(spark, cifar10.resolve("test_batch.bin"), 10_000).cache();
      System.out.println("batch,seed,workers,averages,test,seconds");
      for (int batch : new int[] {50, 100}) {
        for (int seed = 1; seed <= 3; seed++) {
          for (int workers = 1; workers <= 2; workers++) {
            int averages = workers == 1 ? 1 : 8;
            double[] seconds = {0};
            BnnClassificationModel model =
                new BnnClassifier()
                    .setInputFormat("pixels")
                    .setEpochs(epochs)
                    .setBatchSize(batch)
                    .setSeed(seed)
                    .setWorkers(workers)
                    .setAveragesPerEpoch(averages)
                    .setProgress(epoch -> seconds[0] += epoch.seconds())
                    .fit(training);
            double right = model.transform(test).where("prediction = label").count();
            System.out.println(
                String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%d,%.2f,%.1f",
                    batch,
                    seed,
                    workers,
                    averages,
                    right / 100,
                    seconds[0]));
          }
        }
      }
    }
  }

  /** A record is a label, then all red, all green and all blue bytes. */
  private static Dataset<Row> images(SparkSession spark, Path file, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[RECORD - 1];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = bytes[i * RECORD + 1 + j % 3 * 1024 + j / 3];
      }
      rows.add(RowFactory.create(pixels, (int) bytes[i * RECORD]));
    }
    return spark.createDataFrame(rows, SCHEMA).repartition(2);
  }
}
