// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The one notion of a network, for training and for packed inference: a list of nodes in the order
 * in which they run.
 *
 * <p>Value 0 is the input, named {@value io.github.bnn4j.core.graph.Graph#INPUT}; the nodes make
 * the values 1, 2, ... in order, and each reads only values made before its own. A node is a layer
 * that reads one value, or a {@link io.github.bnn4j.core.graph.Join} of several. The last value is
 * the output. Nodes have names, paths such as {@code stage1.block2.conv} where blocks nest; blocks
 * themselves are no part of a graph.
 *
 * <pre>{@code
 * Graph.<Layer>builder()
 *     .add("conv", conv)                    // reads the input
 *     .add("norm", norm)                    // reads what was made last
 *     .join("sum", Join.ADD, "input", "norm")
 *     .build();
 * }</pre>
 *
 * <p>What runs a graph asks it: {@link io.github.bnn4j.core.graph.Graph#soleReader}, before it lets
 * one node do the work of two, and {@link io.github.bnn4j.core.graph.Lifetimes}, for which values
 * may lie in the same memory.
 */
package io.github.bnn4j.core.graph;
