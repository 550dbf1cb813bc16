// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import org.apache.spark.sql.SparkSession;

/** A Spark of two threads in this JVM. */
public final class LocalSpark {

  private LocalSpark() {}

  /** The session, the same in every call until someone stops it. */
  public static SparkSession session() {
    return builder("local[2]").getOrCreate();
  }

  /** A builder of sessions without what tests have no need for. */
  public static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("test")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.warehouse.dir", "target/warehouse");
  }
}
