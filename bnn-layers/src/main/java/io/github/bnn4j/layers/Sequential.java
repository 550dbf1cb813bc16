// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network as a chain of named layers, from {@code [H, W, C]} images to {@code [1, 1, K]} logits.
 *
 * <p>Names make the parameters' full names, {@code layer.parameter}, which are what checkpoints
 * store. The chain is fixed; the parameters change in place. Not thread-safe.
 */
public final class Sequential {

  private final FeatureShape input;
  private final Map<String, Layer> layers;
  private final FeatureShape output;

  private Sequential(FeatureShape input, Map<String, Layer> layers) {
    this.input = input;
    this.layers = layers;
    FeatureShape shape = input;
    for (Map.Entry<String, Layer> entry : layers.entrySet()) {
      try {
        shape = entry.getValue().outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Layer " + entry.getKey() + " does not fit: " + e.getMessage(), e);
      }
    }
    this.output = shape;
  }

  /**
   * Starts a network.
   *
   * @param input shape of one image
   * @return a builder without layers
   */
  public static Builder builder(FeatureShape input) {
    return new Builder(input);
  }

  /**
   * The shape of one image.
   *
   * @return {@code [H, W, C]}
   */
  public FeatureShape input() {
    return input;
  }

  /**
   * The shape of one image's output.
   *
   * @return {@code [1, 1, K]} for a classifier of K classes
   */
  public FeatureShape output() {
    return output;
  }

  /**
   * The layers by name, in order.
   *
   * @return an unmodifiable map
   */
  public Map<String, Layer> layers() {
    return layers;
  }

  /**
   * What this network computes: a line for its input and one for each layer.
   *
   * @return text such as {@code block1.conv: Conv2d 3 -> 192, kernel 5, ...}
   */
  public String description() {
    StringBuilder text = new StringBuilder("input: " + input);
    layers.forEach(
        (name, layer) -> text.append('\n').append(name).append(": ").append(layer.description()));
    return text.toString();
  }

  /**
   * All parameters by full name, statistics too, in order.
   *
   * @return a new map from {@code layer.parameter}
   */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    layers.forEach(
        (name, layer) -> layer.parameters().forEach(p -> all.put(name + "." + p.name(), p)));
    return all;
  }

  /**
   * The number of trained values: weights, biases, scales and shifts, without running statistics.
   *
   * @return the count that papers report
   */
  public long parameterCount() {
    return parameters().values().stream()
        .filter(Parameter::isTrained)
        .mapToLong(p -> p.value().length())
        .sum();
  }

  /**
   * Gives every parameter its initial value.
   *
   * @param seed the same seed gives the same values
   */
  public void initialize(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    layers.values().forEach(layer -> layer.initialize(random.split()));
    constrain();
  }

  /** Brings all parameters back into the sets they may live in; see {@link Layer#constrain}. */
  public void constrain() {
    layers.values().forEach(Layer::constrain);
  }

  /**
   * Tells all layers how far a training is; see {@link Layer#anneal}.
   *
   * @param progress the part of its epochs that is done, 0 to 1
   */
  public void anneal(double progress) {
    layers.values().forEach(layer -> layer.anneal(progress));
  }

  /** Collects the layers of a network. */
  public static final class Builder {
    private final FeatureShape input;
    private final Map<String, Layer> layers = new LinkedHashMap<>();

    private Builder(FeatureShape input) {
      this.input = input;
    }

    /**
     * Appends a layer.
     *
     * @param name unique name, such as {@code block1.conv}
     * @param layer the layer; belongs to this network from now on
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder add(String name, Layer layer) {
      if (layers.putIfAbsent(name, layer) != null) {
        throw new IllegalArgumentException("There is already a layer named " + name + ".");
      }
      return this;
    }

    /**
     * Finishes the network; parameters are as the layers have them, not initialised.
     *
     * @return the network
     * @throws IllegalArgumentException if a layer cannot take what comes before it
     */
    public Sequential build() {
      return new Sequential(
          input, java.util.Collections.unmodifiableMap(new LinkedHashMap<>(layers)));
    }
  }

  /**
   * The shapes between the layers: entry i is the input of layer i.
   *
   * @return one shape a layer
   */
  public List<FeatureShape> inputShapes() {
    List<FeatureShape> shapes = new ArrayList<>();
    FeatureShape shape = input;
    for (Layer layer : layers.values()) {
      shapes.add(shape);
      shape = layer.outputShape(shape);
    }
    return shapes;
  }
}
