// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Binary neural networks on Apache Spark: {@link io.github.bnn4j.spark.BnnClassificationModel}
 * classifies columns of pictures, {@link io.github.bnn4j.spark.BnnClassifier} trains networks on a
 * cluster. Both are stages of Spark ML.
 */
package io.github.bnn4j.spark;
