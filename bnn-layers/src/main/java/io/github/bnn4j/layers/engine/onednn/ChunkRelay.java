// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.GradientReader;
import io.github.bnn4j.layers.engine.pass.Values;

/**
 * Hands the gradient of a value to what reads it ahead of its turn, a few images at a time, so that
 * it need not be written to an array of the whole batch.
 *
 * @param reader what made the value
 * @param memory holds the gradients of the images that are under way
 */
record ChunkRelay(OneDnn dnn, GradientReader reader, ChunkMemory memory) {

  /** What writes the gradient of some images, on one of the workers. */
  @FunctionalInterface
  interface Writer {
    void write(int part, Chunk images, Values gradient);
  }

  /** Hands on the gradient of a whole batch. */
  void run(Writer writer) {
    reader.begin();
    dnn.onChunks(
        reader.chunks(),
        (part, images) -> {
          Values gradient = memory.of(part, images);
          writer.write(part, images, gradient);
          reader.read(part, images, gradient);
        });
  }
}
