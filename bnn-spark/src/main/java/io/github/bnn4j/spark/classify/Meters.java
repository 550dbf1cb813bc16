// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.classify;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts the work of classification in accumulators, which Spark's web interface shows for every
 * stage and task. As all accumulators of Spark, they count a task that is run twice twice.
 */
public final class Meters implements Serializable {
  private static final long serialVersionUID = 1;

  /** Name of the number of pictures that were classified. */
  public static final String PICTURES = "bnn4j: pictures classified";

  /** Name of the number of pictures that have a reason instead of an answer. */
  public static final String REFUSED = "bnn4j: pictures refused";

  /** Name of the time that tasks spent on making images of pictures, in nanoseconds. */
  public static final String READING = "bnn4j: reading pictures (ns)";

  /** Name of the time that tasks spent in the network, in nanoseconds. */
  public static final String NETWORK = "bnn4j: in the network (ns)";

  private final LongAccumulator pictures;
  private final LongAccumulator refused;
  private final LongAccumulator reading;
  private final LongAccumulator network;

  /**
   * Registers the accumulators.
   *
   * @param context the context that tasks run in
   */
  public Meters(SparkContext context) {
    pictures = context.longAccumulator(PICTURES);
    refused = context.longAccumulator(REFUSED);
    reading = context.longAccumulator(READING);
    network = context.longAccumulator(NETWORK);
  }

  void classified(long readingNanos, long networkNanos) {
    pictures.add(1L);
    reading.add(readingNanos);
    network.add(networkNanos);
  }

  void refused(long readingNanos) {
    refused.add(1L);
    reading.add(readingNanos);
  }
}
