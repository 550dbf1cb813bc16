// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.ValueKind;
import io.github.bnn4j.core.packed.layer.ValueShape;
import java.util.List;

/** Puts the lanes of values behind each other, pixel by pixel; bits in whole words. */
final class ConcatStep implements Step {

  private final List<Value> inputs;
  private final Value output;

  private ConcatStep(List<Value> inputs, Value output) {
    this.inputs = inputs;
    this.output = output;
  }

  /**
   * Plans the step.
   *
   * @param inputs the values, all of numbers or all of bits
   * @param shape the kind and shape of the output
   * @param buffer the buffer of the output
   */
  static ConcatStep of(List<Value> inputs, ValueShape shape, int buffer) {
    int[] laneOf = new int[shape.channels()];
    int channel = 0;
    int lanes = 0;
    for (Value input : inputs) {
      for (int lane : input.laneOf()) {
        laneOf[channel++] = lanes + lane;
      }
      lanes += input.lanes();
    }
    return new ConcatStep(List.copyOf(inputs), new Value(shape, buffer, lanes, laneOf));
  }

  Value output() {
    return output;
  }

  @Override
  public void run(Buffers buffers) {
    boolean bits = output.shape().kind() == ValueKind.BITS;
    int at = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      if (bits) {
        copy(
            buffers.ints[input.buffer()],
            input.tiles() * Kernel.BLOCK,
            buffers.ints[output.buffer()],
            at * Kernel.BLOCK,
            output.tiles() * Kernel.BLOCK,
            output.blocks());
        at += input.tiles();
      } else {
        copy(
            buffers.floats[input.buffer()],
            input.lanes(),
            buffers.floats[output.buffer()],
            at,
            output.lanes(),
            output.shape().pixels());
        at += input.lanes();
      }
    }
  }

  /** Copies rows of an array to every so-manieth place of another. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // two arrays of one type
  private static void copy(Object from, int length, Object to, int at, int stride, int rows) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, row * length, to, at + row * stride, length);
    }
  }
}
