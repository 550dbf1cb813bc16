// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

/** A rectifier, in place. */
final class ReluStep implements Step {

  private final Value value;

  ReluStep(Value value) {
    this.value = value;
  }

  @Override
  public void run(Buffers buffers) {
    float[] numbers = buffers.floats[value.buffer()];
    int count = value.shape().pixels() * value.lanes();
    for (int i = 0; i < count; i++) {
      numbers[i] = numbers[i] > 0 ? numbers[i] : 0;
    }
  }
}
