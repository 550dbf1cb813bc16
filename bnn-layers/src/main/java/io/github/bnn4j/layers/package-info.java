// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Networks as chains of layers, each with a forward and a backward pass. Arrays are float32, {@code
 * [N, H, W, C]}.
 */
package io.github.bnn4j.layers;
