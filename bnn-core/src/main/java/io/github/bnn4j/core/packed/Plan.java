// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.List;

/** The steps that run a network, and the memory they need. Immutable. */
final class Plan {

  private final InputImage image;
  private final float[] pixelTable;
  private final Step[] steps;
  private final BufferSizes sizes;
  private final Value output;

  Plan(InputImage image, List<Step> steps, BufferSizes sizes, Value output) {
    this.image = image;
    this.pixelTable = image.pixelTable();
    this.steps = steps.toArray(Step[]::new);
    this.sizes = sizes;
    this.output = output;
  }

  Buffers newBuffers() {
    return new Buffers(sizes);
  }

  /** Returns the number of logits. */
  int logits() {
    return output.shape().elements();
  }

  void load(byte[] pixels, int from, Buffers buffers) {
    image.load(pixels, from, pixelTable, buffers);
  }

  void load(float[] normalised, Buffers buffers) {
    image.load(normalised, buffers);
  }

  /** Runs the steps on the image that was loaded and writes the logits. */
  void run(Buffers buffers, float[] result, int to) {
    buffers.kernel = buffers.kernel.orFaster();
    for (Step step : steps) {
      step.run(buffers);
    }
    float[] values = buffers.floats[output.slot()];
    int[] laneOf = output.laneOf();
    for (int i = 0; i < logits(); i++) {
      result[to + i] = values[i / laneOf.length * output.lanes() + laneOf[i % laneOf.length]];
    }
  }
}
