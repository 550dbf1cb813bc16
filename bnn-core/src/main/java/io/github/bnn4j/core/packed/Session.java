// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.plan.Crew;
import io.github.bnn4j.core.packed.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;

/**
 * The scratch memory of one thread that runs a {@link PackedNetwork}, and what may help it with
 * each image. Calls allocate nothing but the array they return, if they do. Not safe for use by
 * more than one thread at a time.
 */
public final class Session {

  private final ImageSpec input;
  private final Plan plan;
  private final Crew crew;

  Session(ImageSpec input, Plan plan, int threads, Executor executor) {
    this.input = input;
    this.plan = plan;
    this.crew = plan.newCrew(threads, executor);
  }

  /**
   * Returns the logits of an image.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @return the logits, one a label
   * @throws IllegalArgumentException if the pixels are not those of one image
   */
  public float[] logits(byte[] pixels) {
    float[] result = new float[plan.logits()];
    logits(pixels, result);
    return result;
  }

  /**
   * Writes the logits of an image into an array; allocates nothing.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @param logits receives the logits, one a label
   * @throws IllegalArgumentException if the pixels are not those of one image, or the array has not
   *     one element a label
   */
  public void logits(byte[] pixels, float[] logits) {
    requireLength(pixels.length);
    if (logits.length != plan.logits()) { // asked for every image: must not allocate
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The network has %d logits; an array of %d cannot take them.",
              plan.logits(),
              logits.length));
    }
    logits(pixels, 0, logits, 0);
  }

  /**
   * Returns the logits of an image whose pixels are numbers already.
   *
   * @param normalised the image, [H, W, C], as {@link ImageSpec#normalise} makes it
   * @return the logits, one a label
   * @throws IllegalArgumentException if there are not as many numbers as in one image
   */
  public float[] logits(float[] normalised) {
    requireLength(normalised.length);
    float[] result = new float[plan.logits()];
    plan.load(normalised, crew);
    plan.run(crew, result, 0);
    return result;
  }

  /**
   * Runs an image and returns how long it took, in the order of the layers. Layers that run as one,
   * as most thresholds do with the convolution before them, have one time.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @return the times
   * @throws IllegalArgumentException if the pixels are not those of one image
   */
  public List<LayerTime> times(byte[] pixels) {
    requireLength(pixels.length);
    List<LayerTime> times = new ArrayList<>();
    plan.times(pixels, crew, (layers, nanos) -> times.add(new LayerTime(layers, nanos)));
    return times;
  }

  /** Writes the logits of the image that starts at a byte to a place in an array. */
  void logits(byte[] pixels, int from, float[] result, int to) {
    plan.load(pixels, from, crew);
    plan.run(crew, result, to);
  }

  private void requireLength(int length) {
    if (length != input.bytes()) { // asked for every image: must not allocate
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An image of %d x %d x %d has %d elements, not %d.",
              input.height(),
              input.width(),
              input.channels(),
              input.bytes(),
              length));
    }
  }
}
