// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Files that are there whole or not at all.
 *
 * <p>Whatever this project saves, packed networks, checkpoints, ONNX models, tables and charts,
 * goes through {@link io.github.bnn4j.core.file.AtomicFile}: it is written under another name
 * beside its place, forced to the disk, and moved over what was there. A process that is killed
 * meanwhile leaves the old file or the new one, so a training can save at any moment and be
 * resumed.
 *
 * <p>This package stands at the bottom, beside {@link io.github.bnn4j.core.bit}: it uses nothing
 * but the JDK, has no state, and is safe for use by many threads; of two that write one file, the
 * later wins. {@link io.github.bnn4j.core.file.IoProblem} says why a file was not read or written.
 */
package io.github.bnn4j.core.file;
