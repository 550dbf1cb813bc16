// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.util.Optional;

/**
 * A convolution of signs, BITS to INT: every output is the exact sum of {@code input * weight} over
 * the taps inside the image. Taps outside contribute 0.
 *
 * @param geometry the sizes
 * @param weights the signs of the filters, [outC, kh, kw, inC / groups]
 */
public record BitConv2d(ConvGeometry geometry, BitTensor weights) implements PackedLayer {

  /**
   * Checks the weights.
   *
   * @param geometry the sizes
   * @param weights the signs of the filters, [outC, kh, kw, inC / groups]
   * @throws IllegalArgumentException if there are not as many as the geometry asks for
   */
  public BitConv2d {
    Require.that(
        weights.size() == geometry.weights(),
        "The binary convolution needs %d weights, not %d.",
        geometry.weights(),
        weights.size());
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.BITS);
    input.requireChannels(geometry.inChannels());
    return input.through(geometry.window(), ValueKind.INT, geometry.outChannels());
  }

  static BitConv2d read(FieldReader in) {
    ConvGeometry geometry = in.geometry();
    return new BitConv2d(geometry, in.bits(geometry.weightShape()));
  }

  @Override
  public Optional<Window> slides() {
    return Optional.of(geometry.window());
  }

  @Override
  public Kind kind() {
    return Kind.BIT_CONV_2D;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.geometry(geometry);
    out.bits(weights);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
