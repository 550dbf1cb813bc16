// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;

/** A pool of numbers: combines the pixels of every window, lane by lane. */
abstract class PoolStep implements Step {

  final Value input;
  final Value output;
  private final Window window;

  PoolStep(Window window, Value input, Value output) {
    this.window = window;
    this.input = input;
    this.output = output;
  }

  @Override
  public void run(Buffers buffers) {
    int width = output.shape().width();
    for (int pixel = 0; pixel < output.shape().pixels(); pixel++) {
      int top = pixel / width * window.stride() - window.padding();
      int left = pixel % width * window.stride() - window.padding();
      int bottom = Math.min(top + window.kernel(), input.shape().height());
      int right = Math.min(left + window.kernel(), input.shape().width());
      int to = pixel * output.lanes();
      begin(buffers, to);
      for (int y = Math.max(top, 0); y < bottom; y++) {
        for (int x = Math.max(left, 0); x < right; x++) {
          combine(buffers, (y * input.shape().width() + x) * input.lanes(), to);
        }
      }
      end(buffers, to);
    }
  }

  abstract void begin(Buffers buffers, int to);

  abstract void combine(Buffers buffers, int from, int to);

  void end(Buffers buffers, int to) {}

  /** The largest of exact sums. */
  static final class IntMax extends PoolStep {

    IntMax(Window window, Value input, Value output) {
      super(window, input, output);
    }

    @Override
    void begin(Buffers buffers, int to) {
      int[] out = buffers.ints[output.buffer()];
      Arrays.fill(out, to, to + output.lanes(), Integer.MIN_VALUE);
    }

    @Override
    void combine(Buffers buffers, int from, int to) {
      int[] in = buffers.ints[input.buffer()];
      int[] out = buffers.ints[output.buffer()];
      for (int lane = 0; lane < output.lanes(); lane++) {
        out[to + lane] = Math.max(out[to + lane], in[from + lane]);
      }
    }
  }

  /** The largest of numbers in single precision. */
  static final class FloatMax extends PoolStep {

    FloatMax(Window window, Value input, Value output) {
      super(window, input, output);
    }

    @Override
    void begin(Buffers buffers, int to) {
      float[] out = buffers.floats[output.buffer()];
      Arrays.fill(out, to, to + output.lanes(), Float.NEGATIVE_INFINITY);
    }

    @Override
    void combine(Buffers buffers, int from, int to) {
      float[] in = buffers.floats[input.buffer()];
      float[] out = buffers.floats[output.buffer()];
      for (int lane = 0; lane < output.lanes(); lane++) {
        out[to + lane] = Math.max(out[to + lane], in[from + lane]);
      }
    }
  }

  /** The mean, by the size of the whole window. */
  static final class Mean extends PoolStep {

    private final float taps;

    Mean(Window window, Value input, Value output) {
      super(window, input, output);
      this.taps = window.taps();
    }

    @Override
    void begin(Buffers buffers, int to) {
      float[] out = buffers.floats[output.buffer()];
      Arrays.fill(out, to, to + output.lanes(), 0);
    }

    @Override
    void combine(Buffers buffers, int from, int to) {
      float[] in = buffers.floats[input.buffer()];
      float[] out = buffers.floats[output.buffer()];
      for (int lane = 0; lane < output.lanes(); lane++) {
        out[to + lane] += in[from + lane];
      }
    }

    @Override
    void end(Buffers buffers, int to) {
      float[] out = buffers.floats[output.buffer()];
      for (int lane = 0; lane < output.lanes(); lane++) {
        out[to + lane] /= taps;
      }
    }
  }
}
