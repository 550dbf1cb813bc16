// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Training: data, schedules, optimizers, and a trainer whose runs can be resumed exactly. */
package io.github.bnn4j.layers.train;
