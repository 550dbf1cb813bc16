// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.FloatFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;

/**
 * Where the windows of a convolution in single precision lie in a padded image, and the filters in
 * the matching order.
 */
final class FloatWindows {

  private final ConvGeometry geometry;
  private final int width;
  private final int pixelStep;
  private final int channelStep;
  private final WindowStarts starts;

  /**
   * Describes the windows.
   *
   * @param geometry the sizes
   * @param input the shape of the image without its padding
   * @param pixelStep how far a pixel of the padded image starts behind the one before
   * @param channelStep how far a channel starts behind the one before
   */
  FloatWindows(ConvGeometry geometry, ValueShape input, int pixelStep, int channelStep) {
    this.geometry = geometry;
    this.width = geometry.window().columns().padded(input.width());
    this.pixelStep = pixelStep;
    this.channelStep = channelStep;
    this.starts = WindowStarts.of(geometry.window(), input, width * pixelStep, pixelStep);
  }

  /** Returns where the windows start. */
  WindowStarts starts() {
    return starts;
  }

  FloatFilters filters(FloatConv2d layer, Value output) {
    int groups = geometry.groups();
    int perGroup = geometry.inChannels() / groups;
    int kernel = geometry.window().columns().kernel();
    int depth = geometry.depth();
    int[] offsets = new int[depth];
    for (int i = 0; i < depth; i++) {
      int tap = i / perGroup;
      int pixel = tap / kernel * width + tap % kernel;
      offsets[i] = pixel * pixelStep + i % perGroup * channelStep;
    }
    float[] weights = layer.weights();
    float[] inTiles = new float[output.tiles() * depth * Kernel.TILE];
    for (int o = 0; o < geometry.outChannels(); o++) {
      int lane = output.laneOf()[o];
      int to = lane / Kernel.TILE * depth * Kernel.TILE + lane % Kernel.TILE;
      for (int i = 0; i < depth; i++) {
        inTiles[to + i * Kernel.TILE] = weights[o * depth + i];
      }
    }
    return new FloatFilters(
        inTiles,
        output.toLanes(layer.bias(), 0),
        groups,
        geometry.outChannels() / groups,
        offsets,
        perGroup * channelStep);
  }
}
