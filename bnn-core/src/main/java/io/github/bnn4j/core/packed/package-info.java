// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Packed networks: what is shipped and run.
 *
 * <p>A {@link io.github.bnn4j.core.packed.PackedNetwork} is a short program: what images it takes
 * ({@link io.github.bnn4j.core.packed.layer.ImageSpec}), the names of its classes, and a {@link
 * io.github.bnn4j.core.graph.Graph} of {@link io.github.bnn4j.core.packed.layer.PackedLayer}
 * records. Values of shape [H, W, C] flow from layer to layer in one of three {@linkplain
 * io.github.bnn4j.core.packed.layer.ValueKind kinds}: floats, exact integer sums, or signs as bits.
 * A binary network looks like this:
 *
 * <pre>
 * pixels -&gt; FloatConv2d -&gt; FloatThreshold -&gt; BitConv2d -&gt; IntThreshold -&gt; ... -&gt; FloatConv2d -&gt; logits
 *           floats         bits              integers     bits
 * </pre>
 *
 * <p>Everything that lies between two binary convolutions (scales, biases, ReLU, pools,
 * normalisation) was folded into one integer comparison a channel when the network was packed, so
 * from the first sign on results are exact, and the same on every machine. Where a window hangs
 * over the border, taps outside count as neither sign.
 *
 * <p>Networks and layers are immutable and shared between threads. What running needs beyond them
 * is a {@link io.github.bnn4j.core.packed.Session}, one a thread; after it is made a call allocates
 * nothing but its result. Nothing here loads a native library or a class outside the JDK but the
 * logging facade. Files are read and written in a documented format, and whatever is wrong with one
 * is a {@link io.github.bnn4j.core.file.BnnFormatException} that names file, byte and reason.
 *
 * <p>Below are {@link io.github.bnn4j.core.kernel}, the inner loops, and {@link
 * io.github.bnn4j.core.bit}. Above is {@code io.github.bnn4j.layers.pack}, which makes packed
 * networks from trained ones.
 */
package io.github.bnn4j.core.packed;
