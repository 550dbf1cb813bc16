// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The inner loops of packed inference, for the use of this library alone. One provider in scalar
 * Java runs on every JVM; one on the Vector API is chosen where it can run. All give the same bits.
 *
 * <p>Work is cut into tiles of {@value io.github.bnn4j.core.kernel.Kernel#BLOCK} pixels by {@value
 * io.github.bnn4j.core.kernel.Kernel#TILE} output channels. Numbers per channel lie in lanes: a
 * group of output channels fills its tiles in order, and the lanes left over in its last tile are
 * padding. Bits lie in blocks, {@code [block][tile][pixel of the block]}, one int a pixel and tile,
 * lane 0 in the least significant bit, padding 0.
 */
package io.github.bnn4j.core.kernel;
