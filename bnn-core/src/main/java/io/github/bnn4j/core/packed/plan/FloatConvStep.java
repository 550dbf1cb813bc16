// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.FloatFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ValueKind;

/** A convolution in single precision to sums, or straight to the bits of a threshold. */
final class FloatConvStep implements Step {

  private final FloatWindows windows;
  private final FloatFilters filters;
  private final int imageBuffer;
  private final Value output;
  private final float[] thresholds;
  private final int[] inversions;

  private FloatConvStep(
      FloatWindows windows,
      FloatConv2d layer,
      int imageBuffer,
      Value output,
      float[] thresholds,
      int[] inversions) {
    this.windows = windows;
    this.filters = windows.filters(layer, output);
    this.imageBuffer = imageBuffer;
    this.output = output;
    this.thresholds = thresholds;
    this.inversions = inversions;
  }

  static FloatConvStep toSums(
      FloatWindows windows, FloatConv2d layer, int imageBuffer, Value output) {
    return new FloatConvStep(windows, layer, imageBuffer, output, new float[0], new int[0]);
  }

  static FloatConvStep toBits(
      FloatWindows windows,
      FloatConv2d layer,
      int imageBuffer,
      Value output,
      FloatThreshold threshold) {
    return new FloatConvStep(
        windows,
        layer,
        imageBuffer,
        output,
        output.toLanes(threshold.threshold(), Float.POSITIVE_INFINITY),
        output.toWords(threshold.flip(), true));
  }

  @Override
  public void run(Buffers buffers) {
    float[] image = buffers.floats[imageBuffer];
    int[] starts = buffers.starts;
    int strip = Strip.blocks(filters.depth() * Kernel.BLOCK);
    for (int block = 0; block < output.blocks(); block += strip) {
      int blocks = Math.min(strip, output.blocks() - block);
      int firstPixel = block * Kernel.BLOCK;
      windows.starts().locate(starts, firstPixel, blocks * Kernel.BLOCK);
      if (output.shape().kind() == ValueKind.BITS) {
        buffers.kernel.threshold(
            image,
            starts,
            blocks,
            filters,
            thresholds,
            inversions,
            buffers.ints[output.buffer()],
            firstPixel * output.tiles());
      } else {
        buffers.kernel.sum(
            image,
            starts,
            blocks,
            filters,
            buffers.floats[output.buffer()],
            firstPixel * output.lanes());
      }
    }
  }
}
