// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.Prelu;

/** A rectifier with shift, slope and offset, in place. */
final class PreluStep implements Step {

  private final Value value;
  private final float[] shift;
  private final float[] slope;
  private final float[] offset;

  PreluStep(Prelu layer, Value value) {
    this.value = value;
    this.shift = value.toLanes(layer.shift(), 0);
    this.slope = value.toLanes(layer.slope(), 0);
    this.offset = value.toLanes(layer.offset(), 0);
  }

  @Override
  public void run(Buffers buffers) {
    float[] numbers = buffers.floats[value.buffer()];
    int pixels = value.shape().pixels();
    for (int pixel = 0; pixel < pixels; pixel++) {
      rectify(numbers, pixel * value.lanes());
    }
  }

  private void rectify(float[] numbers, int at) {
    for (int lane = 0; lane < shift.length; lane++) {
      float d = numbers[at + lane] - shift[lane];
      // without a branch, which compilers vectorise; of the summands one is 0, so the sum is exact
      float rectified = Math.max(d, 0) + slope[lane] * Math.min(d, 0);
      numbers[at + lane] = rectified + offset[lane];
    }
  }
}
