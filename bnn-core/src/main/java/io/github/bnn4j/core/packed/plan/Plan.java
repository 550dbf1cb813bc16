// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.ObjLongConsumer;

/** The steps that run a network, and the memory they need. Immutable. */
public final class Plan {

  private final InputImage image;
  private final float[] pixelTable;
  private final List<Stage> stages;
  private final BufferSizes sizes;
  private final Value output;

  Plan(InputImage image, List<Stage> stages, BufferSizes sizes, Value output) {
    this.image = image;
    this.pixelTable = image.pixelTable();
    this.stages = List.copyOf(stages);
    this.sizes = sizes;
    this.output = output;
  }

  /**
   * Returns new memory to run in, and the threads that do.
   *
   * @param threads how many threads may work on an image, the calling one among them
   * @param executor what runs the others, asked for them at every image
   * @return the crew, which runs one image at a time
   */
  public Crew newCrew(int threads, Executor executor) {
    return new Crew(stages, sizes, threads, executor);
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
   * @param crew receives it
   */
  public void load(byte[] pixels, int from, Crew crew) {
    image.load(pixels, from, pixelTable, crew.buffers());
  }

  /**
   * Loads an image of numbers.
   *
   * @param normalised the image, [H, W, C]
   * @param crew receives it
   */
  public void load(float[] normalised, Crew crew) {
    image.load(normalised, crew.buffers());
  }

  /**
   * Runs the steps on the image that was loaded and writes the logits.
   *
   * @param crew what loaded the image
   * @param result receives the logits
   * @param to where the first goes
   */
  public void run(Crew crew, float[] result, int to) {
    try {
      crew.begin();
      for (int stage = 0; stage < stages.size(); stage++) {
        crew.run(stage);
      }
    } finally {
      crew.end();
    }
    writeLogits(crew.buffers(), result, to);
  }

  /**
   * Runs the steps on an image and tells how long each stage took.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @param crew what runs it
   * @param times receives the names of the layers of each stage and its nanoseconds, in order
   */
  public void times(byte[] pixels, Crew crew, ObjLongConsumer<String> times) {
    try {
      crew.begin();
      long start = System.nanoTime();
      load(pixels, 0, crew);
      long end = System.nanoTime();
      times.accept("input", end - start);
      for (int stage = 0; stage < stages.size(); stage++) {
        start = end;
        crew.run(stage);
        end = System.nanoTime();
        times.accept(stages.get(stage).layers(), end - start);
      }
    } finally {
      crew.end();
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
