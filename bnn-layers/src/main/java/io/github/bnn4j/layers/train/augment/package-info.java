// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Random changes of training images. */
package io.github.bnn4j.layers.train.augment;
