// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Convolutions and pools in oneDNN, and the compiler that turns a network into operations.
 * Internal.
 */
package io.github.bnn4j.layers.engine.onednn;
