// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

/** Copies numbers that another step still reads before they are changed in place. */
final class CopyStep implements Step {

  private final Value input;
  private final Value output;

  CopyStep(Value input, Value output) {
    this.input = input;
    this.output = output;
  }

  @Override
  public void run(Buffers buffers) {
    int count = input.shape().pixels() * input.lanes();
    System.arraycopy(buffers.floats[input.buffer()], 0, buffers.floats[output.buffer()], 0, count);
  }
}
