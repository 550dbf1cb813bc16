// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import io.github.bnn4j.layers.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The size of a network: trained parameters and multiply-accumulates of one image.
 *
 * <p>Multiply-accumulates are those of the convolutions; additions of biases, normalisations and
 * pools are not counted. A tap on the zero padding counts as any other. They are binary where
 * weights of one bit meet signs; binary weights of float inputs, and ternary weights, count as
 * float.
 *
 * @param layers the layers in the order in which they run
 */
public record Complexity(List<Layer> layers) {

  /**
   * Copies the list.
   *
   * @param layers the layers in the order in which they run
   */
  public Complexity {
    layers = List.copyOf(layers);
  }

  /** {@return the trained parameters: weights, biases, scales and shifts} */
  public long parameters() {
    return sum(Layer::parameters);
  }

  /** {@return the multiply-accumulates of one image, float and binary} */
  public long macs() {
    return sum(Layer::floatMacs) + binaryMacs();
  }

  /** {@return the multiply-accumulates of one image between bits} */
  public long binaryMacs() {
    return sum(Layer::binaryMacs);
  }

  /** {@return the bytes of the parameters as 32-bit floats} */
  public long floatBytes() {
    return parameters() * Float.BYTES;
  }

  private long sum(ToLongFunction<Layer> count) {
    return layers.stream().mapToLong(count).sum();
  }

  /**
   * Measures a network.
   *
   * @param network any network; its parameters do not matter
   * @return its layers under their names
   */
  public static Complexity of(Network network) {
    List<Layer> layers = new ArrayList<>();
    List<FeatureShape> shapes = network.shapes();
    List<Boolean> signs = network.graph().evaluate(false, new AreSigns());
    for (Node<io.github.bnn4j.layers.Layer> node : network.graph().nodes()) {
      FeatureShape output = shapes.get(layers.size() + 1);
      layers.add(
          node instanceof Node.Unary<io.github.bnn4j.layers.Layer> unary
              ? measure(unary.name(), unary.layer(), signs.get(unary.input()), output)
              : new Layer(node.name(), output, 0, 0, 0, 0, 0));
    }
    return new Complexity(layers);
  }

  /** Whether the values of a network are +1 and -1. */
  private static final class AreSigns
      implements Graph.Evaluation<io.github.bnn4j.layers.Layer, Boolean> {

    @Override
    public Boolean layer(io.github.bnn4j.layers.Layer layer, Boolean input) {
      boolean keeps =
          layer instanceof ChannelShuffle
              || layer instanceof Pool pool && pool.kind() == Pool.Kind.MAX;
      return layer instanceof BinActiv || keeps && input;
    }

    @Override
    public Boolean join(Join how, List<Boolean> inputs) {
      return how == Join.CONCAT && !inputs.contains(false);
    }
  }

  private static Layer measure(
      String name, io.github.bnn4j.layers.Layer layer, boolean signs, FeatureShape output) {
    long weights = count(layer, it -> it.role() == Role.WEIGHT || it.role() == Role.LATENT);
    int bits = weights == 0 ? 0 : weightBits(layer);
    long macs = weights * output.pixels();
    boolean binary = bits == 1 && (signs || takesSigns(layer));
    return new Layer(
        name,
        output,
        count(layer, Parameter::isTrained),
        binary ? 0 : macs,
        binary ? macs : 0,
        weights,
        bits);
  }

  /** Ternary weights take two bits. */
  private static int weightBits(io.github.bnn4j.layers.Layer layer) {
    if (count(layer, it -> it.role() == Role.LATENT) == 0) {
      return Float.SIZE;
    }
    return layer instanceof BinConv2d conv && conv.scaling() instanceof Scaling.Ternary ? 2 : 1;
  }

  /** Whether a convolution takes the signs of its input itself. */
  private static boolean takesSigns(io.github.bnn4j.layers.Layer layer) {
    return layer instanceof BinConv2d conv && conv.scaling() instanceof Scaling.AlphaAndK;
  }

  private static long count(io.github.bnn4j.layers.Layer layer, Predicate<Parameter> which) {
    return layer.parameters().stream()
        .filter(which)
        .mapToLong(parameter -> parameter.value().length())
        .sum();
  }

  /**
   * One layer.
   *
   * @param name its name in the network, such as {@code block2.conv}
   * @param output shape of its output
   * @param parameters trained parameters, weights included
   * @param floatMacs float multiply-accumulates of one image
   * @param binaryMacs binary multiply-accumulates of one image
   * @param weights weights of a convolution, 0 without
   * @param weightBits bits that one of these needs, 2 if ternary; 0 without weights
   */
  public record Layer(
      String name,
      FeatureShape output,
      long parameters,
      long floatMacs,
      long binaryMacs,
      long weights,
      int weightBits) {

    /** {@return the bits of its parameters when weights are packed and all else is float} */
    public long packedBits() {
      return weights * weightBits + (parameters - weights) * Float.SIZE;
    }
  }
}
