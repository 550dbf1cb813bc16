// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

/**
 * How long layers took that a {@link Session} runs as one.
 *
 * @param layers the place of the first in the network, from 0, and what they are; {@code input} for
 *     turning pixels into numbers
 * @param nanos the time in nanoseconds
 */
public record LayerTime(String layers, long nanos) {}
