// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import java.util.List;
import java.util.function.ObjLongConsumer;

/** The steps that run a network, and the memory they need. Immutable. */
public final class Plan {

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

  /** {@return new memory to run in} */
  public Buffers newBuffers() {
    return new Buffers(sizes);
  }

  /** {@return the number of logits} */
  public int logits() {
    return output.shape().size();
  }

  /**
   * Loads an image.
   *
   * @param pixels images, [images, H, W, C], one unsigned byte a channel
   * @param from where the image starts
   * @param buffers receives it
   */
  public void load(byte[] pixels, int from, Buffers buffers) {
    image.load(pixels, from, pixelTable, buffers);
  }

  /**
   * Loads an image of numbers.
   *
   * @param normalised the image, [H, W, C]
   * @param buffers receives it
   */
  public void load(float[] normalised, Buffers buffers) {
    image.load(normalised, buffers);
  }

  /**
   * Runs the steps on the image that was loaded and writes the logits.
   *
   * @param buffers the memory with the image
   * @param result receives the logits
   * @param to where the first goes
   */
  public void run(Buffers buffers, float[] result, int to) {
    buffers.kernel = buffers.kernel.orFaster();
    for (Stage stage : stages) {
      stage.run(buffers);
    }
    writeLogits(buffers, result, to);
  }

  /**
   * Runs the steps on an image and tells how long each stage took.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @param buffers the memory to run in
   * @param times receives the names of the layers of each stage and its nanoseconds, in order
   */
  public void times(byte[] pixels, Buffers buffers, ObjLongConsumer<String> times) {
    buffers.kernel = buffers.kernel.orFaster();
    long start = System.nanoTime();
    load(pixels, 0, buffers);
    long end = System.nanoTime();
    times.accept("input", end - start);
    for (Stage stage : stages) {
      start = end;
      stage.run(buffers);
      end = System.nanoTime();
      times.accept(stage.layers(), end - start);
    }
  }

  private void writeLogits(Buffers buffers, float[] result, int to) {
    float[] values = buffers.floats[output.buffer()];
    int[] laneOf = output.laneOf();
    for (int i = 0; i < logits(); i++) {
      result[to + i] = values[i / laneOf.length * output.lanes() + laneOf[i % laneOf.length]];
    }
  }
}
