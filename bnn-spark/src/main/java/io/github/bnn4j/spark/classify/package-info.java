// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** What executors do to classify pictures; {@code BnnClassificationModel} is the way in. */
package io.github.bnn4j.spark.classify;
