// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A step of a network: what it is (sizes, options) and its parameters.
 *
 * <p>How it is computed is an {@link Operation}. Every layer brings one made of plain ND4J
 * operations, {@link #bind}, which runs on any ND4J backend and is the reference that faster
 * engines are tested against; a new kind of layer needs nothing else.
 *
 * <p>Options do not change. Parameters do, so a layer belongs to one network, and to one thread
 * while that is trained.
 */
public interface Layer {

  /**
   * The shape this layer turns an input shape into.
   *
   * @param input shape of one image's input
   * @return shape of one image's output
   * @throws IllegalArgumentException if the layer cannot take that input
   */
  FeatureShape outputShape(FeatureShape input);

  /**
   * What this layer computes, as a line of text: its kind and whatever else its output depends on
   * but parameters. Two layers of the same description and parameters give the same output, so
   * checkpoints store it.
   *
   * @return the name of the class unless the layer has sizes to add
   */
  default String description() {
    return getClass().getSimpleName();
  }

  /**
   * The parameters, in a fixed order.
   *
   * @return none unless the layer has some
   */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Sets the parameters to their initial values.
   *
   * @param random source of randomness; the same state gives the same values
   */
  default void initialize(RandomGenerator random) {}

  /**
   * Brings parameters back into the set they may live in, after each change by an optimizer. Only
   * latent weights have such a set.
   */
  default void constrain() {}

  /**
   * Hears how far a training is, before each of its epochs. Only estimators that grow steeper over
   * a training take notice.
   *
   * @param progress the part of its epochs that is done, 0 to 1
   */
  default void anneal(double progress) {}

  /**
   * Makes the reference operation.
   *
   * @param input shape of one image's input
   * @return an operation in plain ND4J that works for any batch size
   */
  Operation bind(FeatureShape input);

  /**
   * Does what a visitor does with layers of this kind.
   *
   * @param visitor asks what kind of layer this is
   * @param <R> what it answers
   * @return the answer
   */
  default <R> R accept(Visitor<R> visitor) {
    return visitor.other(this);
  }

  /**
   * Something that is done differently with each kind of layer: measured, packed. A new kind is a
   * new method here, so that the compiler names every place that has to know it.
   *
   * @param <R> the result
   */
  interface Visitor<R> {

    /**
     * A float convolution.
     *
     * @param layer the layer
     * @return the result
     */
    R conv(Conv2d layer);

    /**
     * A binary convolution.
     *
     * @param layer the layer
     * @return the result
     */
    R binConv(BinConv2d layer);

    /**
     * A batch normalisation.
     *
     * @param layer the layer
     * @return the result
     */
    R norm(BatchNorm layer);

    /**
     * A sign.
     *
     * @param layer the layer
     * @return the result
     */
    R sign(BinActiv layer);

    /**
     * A rectifier.
     *
     * @param layer the layer
     * @return the result
     */
    R relu(ReLU layer);

    /**
     * A rectifier with slopes.
     *
     * @param layer the layer
     * @return the result
     */
    R prelu(PReLU layer);

    /**
     * A pool.
     *
     * @param layer the layer
     * @return the result
     */
    R pool(Pool layer);

    /**
     * A channel shuffle.
     *
     * @param layer the layer
     * @return the result
     */
    R shuffle(ChannelShuffle layer);

    /**
     * A layer of a kind that this project does not know.
     *
     * @param layer the layer
     * @return the result
     */
    R other(Layer layer);
  }

  /**
   * A visitor that tells only layers apart whose weights are multiplied with their input.
   *
   * @param <R> the result
   */
  abstract class WeightsVisitor<R> implements Visitor<R> {

    /**
     * A layer without such weights, or of a kind that this project does not know.
     *
     * @param layer the layer
     * @return the result
     */
    protected abstract R weightless(Layer layer);

    @Override
    public final R norm(BatchNorm layer) {
      return weightless(layer);
    }

    @Override
    public final R sign(BinActiv layer) {
      return weightless(layer);
    }

    @Override
    public final R relu(ReLU layer) {
      return weightless(layer);
    }

    @Override
    public final R prelu(PReLU layer) {
      return weightless(layer);
    }

    @Override
    public final R pool(Pool layer) {
      return weightless(layer);
    }

    @Override
    public final R shuffle(ChannelShuffle layer) {
      return weightless(layer);
    }

    @Override
    public final R other(Layer layer) {
      return weightless(layer);
    }
  }
}
