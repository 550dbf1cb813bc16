// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.util.stream.IntStream;

/**
 * Lays out the windows of a binary convolution for the kernel, a strip at a time. Where a window is
 * a pixel whose groups have words of their own there is nothing to do. Else runs of bits are moved:
 * from the pixels as they are if a window is one pixel, or from a copy with a border of zeros.
 */
final class BinWindows {

  private final Value input;
  private final ConvGeometry geometry;
  private final boolean onePixel;
  private final boolean direct;
  private final BitPlanes planes;
  private final WindowStarts starts;
  private final WindowLayout layout;

  BinWindows(Value input, ConvGeometry geometry) {
    this.input = input;
    this.geometry = geometry;
    this.onePixel = geometry.window().equals(new Window(1, 1, 0));
    this.direct = onePixel && groupsAreWords(input, geometry.groups());
    this.planes = new BitPlanes(input, geometry.window());
    this.starts = WindowStarts.of(geometry.window(), input.shape(), planes.width(), 1);
    this.layout =
        new WindowLayout(
            input.laneOf(),
            geometry.groups(),
            onePixel ? new int[1] : taps(),
            onePixel ? Kernel.BLOCK : planes.planeSize());
  }

  /** Returns whether the channels of every group fill a range of words of their own. */
  private static boolean groupsAreWords(Value input, int groups) {
    int perGroup = input.laneOf().length / groups;
    return input.tiles() % groups == 0
        && IntStream.range(0, input.laneOf().length)
            .allMatch(c -> input.laneOf()[c] / (input.lanes() / groups) == c / perGroup);
  }

  private int[] taps() {
    int width = geometry.window().columns().kernel();
    return IntStream.range(0, geometry.window().taps())
        .map(tap -> tap / width * planes.width() + tap % width)
        .toArray();
  }

  /** Returns the words of the window of one group. */
  int depth() {
    return direct ? input.tiles() / geometry.groups() : layout.depth();
  }

  /** Returns the bit of a group's window that holds each input of its filters. */
  int[] slots(int group) {
    if (!direct) {
      return layout.slots(group);
    }
    int perGroup = geometry.inChannels() / geometry.groups();
    int firstLane = group * depth() * Kernel.TILE;
    return IntStream.range(group * perGroup, (group + 1) * perGroup)
        .map(c -> input.laneOf()[c] - firstLane)
        .toArray();
  }

  /** Returns the ints of a block of windows. */
  int stride() {
    return geometry.groups() * depth() * Kernel.BLOCK;
  }

  int blocksPerStrip() {
    return direct ? Strip.MAX_BLOCKS : Strip.blocks(stride());
  }

  void need(BufferSizes sizes) {
    if (!direct) {
      sizes.needWindows(blocksPerStrip() * stride());
    }
    if (!onePixel) {
      planes.need(sizes);
    }
  }

  /** Prepares the whole input, and returns the array that strips are read from. */
  int[] prepare(Buffers buffers) {
    return onePixel ? buffers.ints[input.buffer()] : planes.fill(buffers);
  }

  /**
   * Returns the array that holds the windows of a strip, after filling it if need be.
   *
   * @param image what {@link #prepare} returned
   */
  int[] layOut(int[] image, Buffers buffers, int firstPixel, int blocks) {
    if (direct) {
      return image;
    }
    locate(buffers.starts, firstPixel, blocks * Kernel.BLOCK);
    buffers.kernel.gather(
        image, buffers.starts, blocks, layout.moves(), buffers.windows, 0, stride());
    return buffers.windows;
  }

  /** Returns where the windows of a strip start in their array. */
  int start(int firstPixel) {
    return direct ? firstPixel / Kernel.BLOCK * stride() : 0;
  }

  private void locate(int[] to, int firstPixel, int pixels) {
    if (!onePixel) {
      starts.locate(to, firstPixel, pixels);
      return;
    }
    for (int i = 0; i < pixels; i++) {
      to[i] = input.bitsOf(firstPixel + i);
    }
  }
}
