// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.List;

/** A pool of numbers: combines the pixels of every window, lane by lane. */
abstract class PoolStep implements Step {

  final Value input;
  final Value output;
  private final PoolTaps taps;

  PoolStep(Window window, Value input, Value output) {
    this.taps = new PoolTaps(window, input);
    this.input = input;
    this.output = output;
  }

  void need(BufferSizes sizes) {
    taps.need(sizes);
  }

  @Override
  public List<Step> parts(int most) {
    return Share.all(output.shape().pixels())
        .cut(most, share -> buffers -> pool(buffers, share.from(), share.to()));
  }

  @Override
  public void run(Buffers buffers) {
    pool(buffers, 0, output.shape().pixels());
  }

  private void pool(Buffers buffers, int from, int to) {
    for (int pixel = from, alike; pixel < to; pixel += alike) {
      alike = Math.min(taps.alike(pixel), to - pixel);
      pool(buffers, taps.locate(buffers.taps, pixel), alike, taps.step(), pixel * output.lanes());
    }
  }

  /**
   * Pools pixels whose windows are alike.
   *
   * @param tapCount how many taps of the first have been located
   * @param pixels the number of pixels
   * @param step how far the taps of a window start behind those of the one before
   * @param to where the first pixel goes
   */
  abstract void pool(Buffers buffers, int tapCount, int pixels, int step, int to);

  /** The largest of exact sums. */
  static final class IntMax extends PoolStep {

    IntMax(Window window, Value input, Value output) {
      super(window, input, output);
    }

    @Override
    void pool(Buffers buffers, int tapCount, int pixels, int step, int to) {
      int[] in = buffers.ints[input.buffer()];
      int[] out = buffers.ints[output.buffer()];
      Arrays.fill(out, to, to + pixels * output.lanes(), Integer.MIN_VALUE);
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int tap = 0; tap < tapCount; tap++) {
          max(in, buffers.taps[tap] + pixel * step, out, to + pixel * output.lanes());
        }
      }
    }

    private void max(int[] in, int from, int[] out, int to) {
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
    void pool(Buffers buffers, int tapCount, int pixels, int step, int to) {
      float[] in = buffers.floats[input.buffer()];
      float[] out = buffers.floats[output.buffer()];
      buffers.kernel.max(in, buffers.taps, tapCount, pixels, step, output.lanes(), out, to);
    }
  }

  /** The mean, by the size of the whole window. */
  static final class Mean extends PoolStep {

    private final float divisor;

    Mean(Window window, Value input, Value output) {
      super(window, input, output);
      this.divisor = window.taps();
    }

    @Override
    void pool(Buffers buffers, int tapCount, int pixels, int step, int to) {
      float[] in = buffers.floats[input.buffer()];
      float[] out = buffers.floats[output.buffer()];
      buffers.kernel.mean(
          in, buffers.taps, tapCount, pixels, step, output.lanes(), divisor, out, to);
    }
  }
}
