// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;

/**
 * A depthwise convolution: every channel has a filter of its own, so all lanes of a pixel are
 * worked on together, tap by tap, and the output has the lanes of the input.
 */
abstract class DepthwiseStep implements Step {

  final Value input;
  final Value output;
  private final Window window;

  DepthwiseStep(ConvGeometry geometry, Value input, Value output) {
    this.window = geometry.window();
    this.input = input;
    this.output = output;
  }

  @Override
  public void run(Buffers buffers) {
    int width = output.shape().width();
    for (int pixel = 0; pixel < output.shape().pixels(); pixel++) {
      start(buffers, pixel);
      int top = window.rows().start(pixel / width);
      int left = window.columns().start(pixel % width);
      int bottom = Math.min(window.rows().kernel(), input.shape().height() - top);
      int right = Math.min(window.columns().kernel(), input.shape().width() - left);
      for (int y = Math.max(0, -top); y < bottom; y++) {
        for (int x = Math.max(0, -left); x < right; x++) {
          int from = (top + y) * input.shape().width() + left + x;
          add(buffers, from, y * window.columns().kernel() + x, pixel);
        }
      }
    }
  }

  /** Sets a pixel of the output to what it is without taps. */
  abstract void start(Buffers buffers, int pixel);

  /** Adds a tap that lies in a pixel of the input to a pixel of the output. */
  abstract void add(Buffers buffers, int from, int tap, int pixel);

  /** In single precision: starts with the bias, and adds each tap by a fused multiply-add. */
  static final class OfFloats extends DepthwiseStep {

    private final float[][] weights;
    private final float[] bias;

    OfFloats(FloatConv2d layer, Value input, Value output) {
      super(layer.geometry(), input, output);
      int taps = layer.geometry().window().taps();
      float[] all = layer.weights();
      this.bias = output.toLanes(layer.bias(), 0);
      this.weights = new float[taps][];
      for (int tap = 0; tap < taps; tap++) {
        float[] ofTap = new float[layer.geometry().outChannels()];
        for (int c = 0; c < ofTap.length; c++) {
          ofTap[c] = all[c * taps + tap];
        }
        weights[tap] = output.toLanes(ofTap, 0);
      }
    }

    @Override
    void start(Buffers buffers, int pixel) {
      float[] out = buffers.floats[output.buffer()];
      System.arraycopy(bias, 0, out, pixel * bias.length, bias.length);
    }

    @Override
    void add(Buffers buffers, int from, int tap, int pixel) {
      multiplyAdd(
          buffers.floats[input.buffer()],
          from * input.lanes(),
          weights[tap],
          buffers.floats[output.buffer()],
          pixel * output.lanes());
    }

    private static void multiplyAdd(float[] in, int from, float[] weights, float[] out, int to) {
      for (int lane = 0; lane < weights.length; lane++) {
        out[to + lane] = Math.fma(weights[lane], in[from + lane], out[to + lane]);
      }
    }
  }

  /** Of signs, to exact sums. */
  static final class OfBits extends DepthwiseStep {

    private final int[][] weights;

    OfBits(BitConv2d layer, Value input, Value output) {
      super(layer.geometry(), input, output);
      int taps = layer.geometry().window().taps();
      this.weights = new int[taps][input.tiles()];
      for (int c = 0; c < layer.geometry().outChannels(); c++) {
        int lane = input.laneOf()[c];
        for (int tap = 0; tap < taps; tap++) {
          if (layer.weights().get(c * taps + tap)) {
            weights[tap][lane / Kernel.TILE] |= 1 << lane;
          }
        }
      }
    }

    @Override
    void start(Buffers buffers, int pixel) {
      int lanes = output.lanes();
      Arrays.fill(buffers.ints[output.buffer()], pixel * lanes, (pixel + 1) * lanes, 0);
    }

    @Override
    void add(Buffers buffers, int from, int tap, int pixel) {
      int[] bits = buffers.ints[input.buffer()];
      int[] sums = buffers.ints[output.buffer()];
      int first = input.bitsOf(from);
      for (int tile = 0; tile < input.tiles(); tile++) {
        int disagree = bits[first + tile * Kernel.BLOCK] ^ weights[tap][tile];
        addSigns(disagree, sums, pixel * output.lanes() + tile * Kernel.TILE);
      }
    }

    private static void addSigns(int disagree, int[] sums, int to) {
      for (int lane = 0; lane < Kernel.TILE; lane++) {
        sums[to + lane] += 1 - 2 * (disagree >>> lane & 1);
      }
    }
  }
}
