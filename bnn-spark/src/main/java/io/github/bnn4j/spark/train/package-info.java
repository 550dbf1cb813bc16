// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Training on a cluster; {@code BnnClassifier} is the way in.
 *
 * <p>Workers train by local steps on images of their own and are averaged several times an epoch
 * (Stich, "Local SGD Converges Fast and Communicates Little", ICLR 2019). A stretch of local steps
 * and the averaging after it are one job of Spark: the driver broadcasts the state, a task for each
 * worker trains from it, and a shuffle brings the parts of each tensor together, where they are
 * averaged in double precision in the order of the workers. So nothing depends on which executor
 * did what or came first, and a task that is lost is run again from the same state.
 */
package io.github.bnn4j.spark.train;
