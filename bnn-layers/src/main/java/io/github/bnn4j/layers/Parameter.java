// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.check.Require;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A named array that belongs to a layer, with its gradient.
 *
 * <p>Both arrays live as long as the layer and are changed in place. Not thread-safe.
 */
public final class Parameter {

  /** What a parameter is for; decides who changes it and how. */
  public enum Role {
    /**
     * Weights that inputs are multiplied with, each once for every position of the output: trained,
     * with weight decay if any.
     */
    WEIGHT,
    /** The latent weights behind such weights of one bit: trained, never decayed, kept in a set. */
    LATENT,
    /** A bias: trained, not decayed. */
    BIAS,
    /** Scale or shift of a normalisation, learned scale of signs: trained, not decayed. */
    NORM,
    /** A running statistic: updated by the forward pass in training, by no optimizer. */
    STATISTIC
  }

  private final String name;
  private final Role role;
  private final INDArray value;
  private final INDArray gradient;
  private final FloatMemory valueMemory;
  private final FloatMemory gradientMemory;

  /**
   * Makes a parameter filled with one value.
   *
   * @param name name within its layer, such as {@code weight}
   * @param role what it is for
   * @param fill initial value of every element
   * @param shape sizes, outermost first, each at least 1
   * @throws IllegalArgumentException if one is below 1
   * @throws IllegalStateException if ND4J has no backend, see {@link Backend}
   */
  public Parameter(String name, Role role, double fill, long... shape) {
    Require.that(
        Arrays.stream(shape).allMatch(size -> size >= 1),
        "The parameter %s needs sizes of at least 1, not %s.",
        name,
        Arrays.toString(shape));
    Backend.require();
    this.name = name;
    this.role = role;
    this.value = Nd4j.valueArrayOf(shape, fill, DataType.FLOAT);
    this.gradient = role == Role.STATISTIC ? value : Nd4j.zeros(DataType.FLOAT, shape);
    this.valueMemory = new FloatMemory(value);
    this.gradientMemory = new FloatMemory(gradient);
  }

  /**
   * The name within the layer.
   *
   * @return for example {@code weight}
   */
  public String name() {
    return name;
  }

  /**
   * What the parameter is for.
   *
   * @return its role
   */
  public Role role() {
    return role;
  }

  /**
   * The values, float32, changed in place by training.
   *
   * @return the array itself, not a copy
   */
  public INDArray value() {
    return value;
  }

  /**
   * The values as they are now.
   *
   * @return a copy, in the order of the shape
   */
  public float[] floats() {
    return Floats.of(value);
  }

  /**
   * The gradient of the loss, written by each backward pass.
   *
   * @return the array itself, of the shape of {@link #value()}
   * @throws IllegalStateException if this is a statistic, which has no gradient
   */
  public INDArray gradient() {
    requireTrained();
    return gradient;
  }

  /**
   * The memory of {@link #value()}, see {@link FloatMemory#floats}.
   *
   * @return the memory itself
   * @throws IllegalStateException if it has been freed with the network
   */
  public FloatBuffer valueMemory() {
    return valueMemory.floats();
  }

  /**
   * The memory of {@link #gradient()}, see {@link FloatMemory#floats}.
   *
   * @return the memory itself
   * @throws IllegalStateException if this is a statistic, which has no gradient, or it has been
   *     freed with the network
   */
  public FloatBuffer gradientMemory() {
    requireTrained();
    return gradientMemory.floats();
  }

  private void requireTrained() {
    if (!isTrained()) {
      throw new IllegalStateException("The statistic " + name + " has no gradient.");
    }
  }

  /** Frees the memory of both arrays. */
  void close() {
    value.close();
    if (isTrained()) {
      gradient.close();
    }
  }

  /**
   * Whether an optimizer changes this parameter.
   *
   * @return false for statistics
   */
  public boolean isTrained() {
    return role != Role.STATISTIC;
  }
}
