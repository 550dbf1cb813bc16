// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A step of a network: what it is (sizes, options) and its parameters.
 *
 * <p>How it is computed is an {@link Operation}. Every layer brings one made of plain ND4J
 * operations, {@link #bind}, which runs on any ND4J backend and is the reference that faster
 * engines are tested against; a new kind of layer needs nothing else to be trained. How it is
 * packed it says itself too, by {@link #perChannel} and {@link #packed}, or it is refused by name.
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
   * Is given what randomness it needs in training, before each epoch. Only layers that draw in
   * their forward pass take notice.
   *
   * @param random a source of its own, which depends only on the seed and the epoch
   */
  default void randomize(RandomGenerator random) {}

  /**
   * Chooses whether binary weights are binary: in the first of two stages of a training they stay
   * float, so that inputs become binary first. To be chosen before the layer is bound. Only layers
   * with binary weights take notice.
   *
   * @param on true, as at first, to multiply with the signs of latent weights; false to multiply
   *     with the latent weights themselves
   */
  default void binarizeWeights(boolean on) {}

  /**
   * Makes the reference operation.
   *
   * @param input shape of one image's input
   * @return an operation in plain ND4J that works for any batch size
   */
  Operation bind(FeatureShape input);

  /**
   * What this layer does outside training, if it changes each value by itself: this is how it folds
   * into a threshold in front of a sign, and a scale and shift into the convolution before it.
   *
   * @return empty unless the layer is of that kind and shall be packed so
   */
  default Optional<ChannelFunction> perChannel() {
    return Optional.empty();
  }

  /**
   * The packed layers that compute, of floats, what this one does outside training.
   *
   * @param input shape of one image's input
   * @return the packed layers in their order; none if outside training it changes nothing
   * @throws IllegalArgumentException if the layer has no packed form of its own, which is so unless
   *     it gives itself one
   */
  default List<PackedLayer> packed(FeatureShape input) {
    throw new IllegalArgumentException(
        "A " + getClass().getSimpleName() + " cannot be packed here.");
  }
}
