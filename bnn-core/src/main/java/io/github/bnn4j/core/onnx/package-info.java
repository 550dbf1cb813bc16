// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Export of packed networks to ONNX, for the runtimes and tools that read it.
 *
 * <p>{@link io.github.bnn4j.core.onnx.OnnxExport} writes a {@link
 * io.github.bnn4j.core.packed.PackedNetwork} in standard operators and float32. That is a way out,
 * not a faster way to run: bits become floats again. What it is good for is to look at a network
 * with other tools, to run it where there is no JVM, and to hold the packed arithmetic to an
 * independent runtime: the project's tests compare the two on test images.
 *
 * <p>It stands above {@link io.github.bnn4j.core.packed} and reads its layers; nothing in this
 * module uses it. The few messages of the format that are needed are written by hand, so that it
 * adds no dependency. No state; safe for use by many threads.
 */
package io.github.bnn4j.core.onnx;
