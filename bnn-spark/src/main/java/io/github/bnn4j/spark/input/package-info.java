// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** What columns of pictures hold, and the images that networks take of it. */
package io.github.bnn4j.spark.input;
