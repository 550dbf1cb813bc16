// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Curves of a training for TensorBoard. */
package io.github.bnn4j.layers.train.board;
