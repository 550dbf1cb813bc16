// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import org.bytedeco.dnnl.stream;

/** The gradient of a convolution's input, some images at a time. */
interface ChunkInputGradient {

  /** Takes the weights as they are now. */
  void begin();

  /**
   * Writes it for some images, on one of the workers.
   *
   * @param resultGradient and the other: those of these images
   */
  void run(int part, stream queue, Chunk images, Values resultGradient, Values sourceGradient);
}
