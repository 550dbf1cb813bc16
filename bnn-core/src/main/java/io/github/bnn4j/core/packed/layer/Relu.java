// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

/** The rectifier, FLOAT to FLOAT: {@code x > 0 ? x : 0}. */
public record Relu() implements PackedLayer {

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.FLOAT);
    return input;
  }

  @Override
  public Kind kind() {
    return Kind.RELU;
  }

  @Override
  public void writeFields(FieldWriter out) {}

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
