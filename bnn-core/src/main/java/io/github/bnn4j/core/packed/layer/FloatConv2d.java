// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.Optional;

/**
 * A convolution in single precision, FLOAT to FLOAT, with zero padding.
 *
 * <p>The sum of an output starts with the bias and adds the taps in the order of the weights,
 * {@code (ky, kx, c)}, each by one fused multiply-add: every way of running it gives the same bits.
 *
 * @param geometry the sizes
 * @param weights the filters, [outC, kh, kw, inC / groups], finite
 * @param bias the bias of each output channel, [outC], finite
 */
public record FloatConv2d(ConvGeometry geometry, float[] weights, float[] bias)
    implements PackedLayer {

  /**
   * Copies and checks the arrays.
   *
   * @param geometry the sizes
   * @param weights the filters, [outC, kh, kw, inC / groups], finite
   * @param bias the bias of each output channel, [outC], finite
   * @throws IllegalArgumentException if an array does not have the length the geometry asks for
   */
  public FloatConv2d {
    Require.that(
        weights.length == geometry.weights(),
        "The convolution needs %d weights, not %d.",
        geometry.weights(),
        weights.length);
    Require.that(
        bias.length == geometry.outChannels(),
        "The convolution needs %d biases, not %d.",
        geometry.outChannels(),
        bias.length);
    weights = weights.clone();
    bias = bias.clone();
    for (float weight : weights) {
      Require.that(Float.isFinite(weight), "The weights must be finite, unlike %s.", weight);
    }
    for (float each : bias) {
      Require.that(Float.isFinite(each), "The biases must be finite, unlike %s.", each);
    }
  }

  /** {@return a copy of the filters} */
  @Override
  public float[] weights() {
    return weights.clone();
  }

  /** {@return a copy of the bias of each output channel} */
  @Override
  public float[] bias() {
    return bias.clone();
  }

  @Override
  public ValueShape outputShape(ValueShape input) {
    input.requireKind(ValueKind.FLOAT);
    input.requireChannels(geometry.inChannels());
    return input.through(geometry.window(), ValueKind.FLOAT, geometry.outChannels());
  }

  static FloatConv2d read(FieldReader in) {
    ConvGeometry geometry = in.geometry();
    return new FloatConv2d(
        geometry, in.floats(geometry.weights()), in.floats(geometry.outChannels()));
  }

  @Override
  public Optional<Window> slides() {
    return Optional.of(geometry.window());
  }

  @Override
  public Kind kind() {
    return Kind.FLOAT_CONV_2D;
  }

  @Override
  public void writeFields(FieldWriter out) {
    out.geometry(geometry);
    out.floats(weights);
    out.floats(bias);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatConv2d that
        && geometry.equals(that.geometry)
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(bias, that.bias);
  }

  @Override
  public int hashCode() {
    return 31 * geometry.hashCode() + Arrays.hashCode(weights) + Arrays.hashCode(bias);
  }

  @Override
  public String toString() {
    return "FloatConv2d[" + geometry + "]";
  }
}
