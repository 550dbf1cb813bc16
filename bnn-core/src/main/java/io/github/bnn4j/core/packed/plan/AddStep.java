// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

/** The sum of two values in single precision; their lanes may differ. */
final class AddStep implements Step {

  private final Value first;
  private final Value second;
  private final Value output;
  private final boolean alike;

  /**
   * Plans the step.
   *
   * @param first a value
   * @param second another
   * @param output where the sum goes, with the lanes of the first
   */
  AddStep(Value first, Value second, Value output) {
    this.first = first;
    this.second = second;
    this.output = output;
    this.alike = first.hasLanesOf(second);
  }

  @Override
  public void run(Buffers buffers) {
    float[] a = buffers.floats[first.buffer()];
    float[] b = buffers.floats[second.buffer()];
    float[] out = buffers.floats[output.buffer()];
    int pixels = output.shape().pixels();
    if (alike) {
      add(a, b, out, pixels * output.lanes());
      return;
    }
    int[] from = second.laneOf();
    int[] to = first.laneOf();
    for (int pixel = 0; pixel < pixels; pixel++) {
      int atA = pixel * first.lanes();
      int atB = pixel * second.lanes();
      for (int c = 0; c < to.length; c++) {
        out[atA + to[c]] = a[atA + to[c]] + b[atB + from[c]];
      }
    }
  }

  private static void add(float[] a, float[] b, float[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = a[i] + b[i];
    }
  }
}
