// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/**
 * What a training is about to do.
 *
 * @param engine what computes: name, version, instructions and threads, see {@link
 *     io.github.bnn4j.layers.engine.Engine#description}
 * @param images training images
 * @param batch images of a step
 */
public record TrainingStart(String engine, int images, int batch) {}
