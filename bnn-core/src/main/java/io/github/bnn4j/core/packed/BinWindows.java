// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.kernel.Kernel;
import java.util.Arrays;

/** Lays out the windows of a strip of a binary convolution for the kernel. */
final class BinWindows {

  private final Value input;
  private final Window window;
  private final int groups;
  private final int outWidth;
  private final int outPixels;
  private final boolean direct;
  private final BitGather gather;

  BinWindows(Value input, ConvGeometry geometry) {
    this.input = input;
    this.window = geometry.window();
    this.groups = geometry.groups();
    this.outWidth = window.outputSize(input.shape().width());
    this.outPixels = window.outputSize(input.shape().height()) * outWidth;
    this.direct = window.equals(new Window(1, 1, 0)) && groupsAreWords(input, groups);
    this.gather = BitGather.of(input.laneOf(), groups, window.taps());
  }

  /** Returns whether the channels of every group fill a range of words of their own. */
  private static boolean groupsAreWords(Value input, int groups) {
    int perGroup = input.laneOf().length / groups;
    for (int c = 0; c < input.laneOf().length; c++) {
      if (input.tiles() % groups != 0
          || input.laneOf()[c] / (input.lanes() / groups) != c / perGroup) {
        return false;
      }
    }
    return true;
  }

  /** Returns the words of the window of one group. */
  int depth() {
    return direct ? input.tiles() / groups : gather.depth();
  }

  /** Returns the bit of a group's window that holds each input of its filters. */
  int[] slots(int group) {
    if (!direct) {
      return gather.slots(group);
    }
    int perGroup = input.laneOf().length / groups;
    int[] slots = new int[perGroup];
    for (int c = 0; c < perGroup; c++) {
      slots[c] = input.laneOf()[group * perGroup + c] - group * (input.lanes() / groups);
    }
    return slots;
  }

  /** Returns the ints of a block of windows. */
  int stride() {
    return groups * depth() * Kernel.BLOCK;
  }

  int blocksPerStrip() {
    return direct ? Strip.MAX_BLOCKS : Strip.blocks(stride());
  }

  void need(BufferSizes sizes) {
    if (!direct) {
      sizes.needWindows(blocksPerStrip() * stride());
      sizes.needTaps(window.taps() * Strip.MAX_BLOCKS * Kernel.BLOCK);
    }
  }

  /** Returns the array that holds the windows of a strip, after filling it if need be. */
  int[] windows(Buffers buffers, int firstPixel, int blocks) {
    int[] bits = buffers.ints[input.slot()];
    if (direct) {
      return bits;
    }
    Arrays.fill(bits, input.zeros(), input.size(), 0);
    locateTaps(buffers.taps, firstPixel, blocks * Kernel.BLOCK);
    gather.gather(bits, buffers.taps, blocks, buffers.windows, stride());
    return buffers.windows;
  }

  /** Returns where the windows of a strip start in their array. */
  int start(int firstPixel) {
    return direct ? firstPixel / Kernel.BLOCK * stride() : 0;
  }

  private void locateTaps(int[] taps, int firstPixel, int pixels) {
    int width = input.shape().width();
    int height = input.shape().height();
    int outside = input.zeros();
    for (int i = 0; i < pixels; i++) {
      int pixel = firstPixel + i;
      int top = pixel / outWidth * window.stride() - window.padding();
      int left = pixel % outWidth * window.stride() - window.padding();
      int at = i;
      for (int y = top; y < top + window.kernel(); y++) {
        for (int x = left; x < left + window.kernel(); x++) {
          boolean inside = pixel < outPixels && y >= 0 && y < height && x >= 0 && x < width;
          taps[at] = inside ? input.bitsOf(y * width + x) : outside;
          at += Strip.MAX_BLOCKS * Kernel.BLOCK;
        }
      }
    }
  }
}
