// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Passes over the channels of activations, written by hand: statistics, signs, normalisation and
 * their way back, shared among threads. Internal.
 */
package io.github.bnn4j.layers.engine.pass;
