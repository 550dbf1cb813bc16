// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.ValueKind;
import java.util.stream.IntStream;

/**
 * How large the buffers of a session must be. A step reads its input in one slot and writes its
 * output in another, so two slots a type serve a whole network.
 */
final class BufferSizes {

  /** The slot of the padded input image; its border stays zero. */
  static final int IMAGE = 2;

  /** The slot of other padded images. */
  static final int PADDED = 3;

  private final int[] floats = new int[4];
  private final int[] ints = new int[2];
  private int windows;
  private int planes;
  private int taps;

  /** Makes room for a value in its slot. */
  void need(Value value) {
    if (value.shape().kind() == ValueKind.FLOAT) {
      needFloats(value.slot(), value.size());
    } else {
      ints[value.slot()] = Math.max(ints[value.slot()], value.size());
    }
  }

  void needFloats(int slot, int size) {
    floats[slot] = Math.max(floats[slot], size);
  }

  void needWindows(int size) {
    windows = Math.max(windows, size);
  }

  void needPlanes(int size) {
    planes = Math.max(planes, size);
  }

  void needTaps(int size) {
    taps = Math.max(taps, size);
  }

  float[][] newFloats() {
    return IntStream.of(floats).mapToObj(size -> new float[size]).toArray(float[][]::new);
  }

  int[][] newInts() {
    return IntStream.of(ints).mapToObj(size -> new int[size]).toArray(int[][]::new);
  }

  int windows() {
    return windows;
  }

  int planes() {
    return planes;
  }

  int taps() {
    return taps;
  }
}
