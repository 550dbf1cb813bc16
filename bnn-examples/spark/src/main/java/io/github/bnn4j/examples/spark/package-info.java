// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Mains on Apache Spark: {@code ./bnn spark} runs them on this machine, {@code spark-submit --class
 * io.github.bnn4j.examples.spark.BnnSpark} on a cluster.
 */
package io.github.bnn4j.examples.spark;
