// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.ArrayList;
import java.util.List;

/** The steps that run a network, and the memory they need. Immutable. */
final class Plan {

  private final InputImage image;
  private final float[] pixelTable;
  private final Stage[] stages;
  private final BufferSizes sizes;
  private final Value output;

  Plan(InputImage image, List<Stage> stages, BufferSizes sizes, Value output) {
    this.image = image;
    this.pixelTable = image.pixelTable();
    this.stages = stages.toArray(Stage[]::new);
    this.sizes = sizes;
    this.output = output;
  }

  Buffers newBuffers() {
    return new Buffers(sizes);
  }

  /** Returns the number of logits. */
  int logits() {
    return output.shape().size();
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
    for (Stage stage : stages) {
      stage.run(buffers);
    }
    writeLogits(buffers, result, to);
  }

  /** Runs the steps on an image and returns how long each stage took. */
  List<LayerTime> times(byte[] pixels, Buffers buffers) {
    buffers.kernel = buffers.kernel.orFaster();
    List<LayerTime> times = new ArrayList<>();
    long start = System.nanoTime();
    load(pixels, 0, buffers);
    long end = System.nanoTime();
    times.add(new LayerTime("input", end - start));
    for (Stage stage : stages) {
      start = end;
      stage.run(buffers);
      end = System.nanoTime();
      times.add(new LayerTime(stage.layers(), end - start));
    }
    return times;
  }

  private void writeLogits(Buffers buffers, float[] result, int to) {
    float[] values = buffers.floats[output.slot()];
    int[] laneOf = output.laneOf();
    for (int i = 0; i < logits(); i++) {
      result[to + i] = values[i / laneOf.length * output.lanes() + laneOf[i % laneOf.length]];
    }
  }
}
