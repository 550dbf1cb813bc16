// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Binary neural networks on Apache Spark: {@link io.github.bnn4j.spark.BnnClassificationModel}, a
 * stage of Spark ML, classifies columns of pictures.
 */
package io.github.bnn4j.spark;
