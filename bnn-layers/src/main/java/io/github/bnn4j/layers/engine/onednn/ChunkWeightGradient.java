// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import org.bytedeco.dnnl.stream;

/** The gradients of a convolution's weights and bias, a few images at a time. */
interface ChunkWeightGradient {

  /** Starts a whole batch. */
  void begin();

  /**
   * Adds those of some images, on one of the workers.
   *
   * @param queue of that worker
   * @param source input of these images
   * @param resultGradient gradient of their output
   */
  void add(int part, stream queue, Chunk images, Values source, Values resultGradient);

  /** Writes what all workers have added up. */
  void finish();
}
