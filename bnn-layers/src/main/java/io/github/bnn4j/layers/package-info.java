// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Networks for training: graphs of layers, each with a forward and a backward pass.
 *
 * <p>A {@link io.github.bnn4j.layers.Network} is a graph of named {@link
 * io.github.bnn4j.layers.Layer}s. A layer says what it is (sizes, options, {@link
 * io.github.bnn4j.layers.Parameter}s) and how it is computed in plain ND4J, as an {@link
 * io.github.bnn4j.layers.Operation}; that is the reference, and all that a new layer needs. A
 * binary block is
 *
 * <pre>
 * BatchNorm -&gt; BinActiv -&gt; BinConv2d -&gt; ReLU
 * </pre>
 *
 * with the normalisation in front of the sign, so that signs are balanced.
 *
 * <p>Arrays are float32 and contiguous, {@code [N, H, W, C]}: image, row, column, channel. Weights
 * are {@code [outChannels, kernel, kernel, inChannels / groups]}. Operations reuse their arrays
 * from pass to pass and belong to one thread, as networks do while they are trained.
 *
 * <p>Around it: {@link io.github.bnn4j.layers.engine} runs a network fast, {@link
 * io.github.bnn4j.layers.train} trains it, {@link io.github.bnn4j.layers.io} keeps it in files, and
 * {@link io.github.bnn4j.layers.pack} turns it into bits. An application that trains chooses an
 * ND4J backend, such as {@code nd4j-native-platform}; this module brings none.
 */
package io.github.bnn4j.layers;
