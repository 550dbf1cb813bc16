// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.spark.BnnClassificationModel;
import io.github.bnn4j.spark.classify.Meters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A measured classification.
 *
 * @param tasks tasks at a time
 * @param pictures pictures that were classified
 * @param wall seconds from the start of the job to its end
 * @param inTasks seconds that all tasks ran, together
 * @param network seconds of these in the network
 * @param reading seconds of these in making images of pictures
 */
record Turn(int tasks, long pictures, double wall, double inTasks, double network, double reading) {
  private static final String RUN_TIME = "run time (ms)";

  /** Classifies in so many tasks at a time and forgets the result. */
  static Turn run(
      SparkSession spark, BnnClassificationModel model, Dataset<Row> pictures, int tasks) {
    Map<String, Long> sums = new ConcurrentHashMap<>();
    SparkListener listener = new Sums(sums);
    spark.sparkContext().addSparkListener(listener);
    long start = System.nanoTime();
    model.transform(pictures.coalesce(tasks)).write().format("noop").mode("overwrite").save();
    double wall = (System.nanoTime() - start) / 1e9;
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark's listeners are too slow.", e);
    }
    spark.sparkContext().removeSparkListener(listener);
    return new Turn(
        tasks,
        sums.getOrDefault(Meters.PICTURES, 0L),
        wall,
        sums.getOrDefault(RUN_TIME, 0L) / 1e3,
        sums.getOrDefault(Meters.NETWORK, 0L) / 1e9,
        sums.getOrDefault(Meters.READING, 0L) / 1e9);
  }

  /** Adds up what stages report. */
  private static final class Sums extends SparkListener {
    private final Map<String, Long> sums;

    Sums(Map<String, Long> sums) {
      this.sums = sums;
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      sums.merge(RUN_TIME, stage.stageInfo().taskMetrics().executorRunTime(), Long::sum);
      stage
          .stageInfo()
          .accumulables()
          .values()
          .foreach(
              info -> {
                if (info.name().isDefined() && info.value().get() instanceof Long value) {
                  sums.merge(info.name().get(), value, Long::sum);
                }
                return null;
              });
    }
  }

  /** Seconds that tasks spent on neither. */
  double rest() {
    return inTasks - network - reading;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%s: %s in %.2f s, %.0f a second; of %.2f s in tasks %.2f s in the network,"
            + " %.2f s reading pictures, %.2f s in Spark",
        Count.of(tasks, "task"),
        Count.of(pictures, "picture"),
        wall,
        pictures / wall,
        inTasks,
        network,
        reading,
        rest());
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tasks", tasks);
    json.put("pictures", pictures);
    json.put("wallSeconds", wall);
    json.put("taskSeconds", inTasks);
    json.put("networkSeconds", network);
    json.put("readingSeconds", reading);
    json.put("sparkSeconds", rest());
    return json;
  }
}
