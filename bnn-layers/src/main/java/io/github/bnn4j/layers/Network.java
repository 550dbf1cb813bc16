// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network as a graph of named layers and joins, from {@code [H, W, C]} images to {@code [1, 1,
 * K]} logits.
 *
 * <p>Names make the parameters' full names, {@code layer.parameter}, which are what checkpoints
 * store. The graph is fixed; the parameters change in place. Not thread-safe.
 */
public final class Network implements AutoCloseable {

  private final Graph<Layer> graph;
  private final List<FeatureShape> shapes;

  private Network(FeatureShape input, Graph<Layer> graph) {
    requireLayersOfTheirOwn(graph);
    this.graph = graph;
    List<FeatureShape> all = new ArrayList<>(List.of(input));
    for (Node<Layer> node : graph.nodes()) {
      try {
        all.add(outputShape(node, all));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            (node instanceof Node.Join ? "Join " : "Layer ")
                + node.name()
                + " does not fit: "
                + e.getMessage(),
            e);
      }
    }
    this.shapes = List.copyOf(all);
  }

  /** A layer of two nodes would have the gradients of one of them in its parameters. */
  private static void requireLayersOfTheirOwn(Graph<Layer> graph) {
    IdentityHashMap<Layer, String> names = new IdentityHashMap<>();
    for (Node<Layer> node : graph.nodes()) {
      if (node instanceof Node.Unary<Layer> unary && !unary.layer().parameters().isEmpty()) {
        String other = names.put(unary.layer(), node.name());
        if (other != null) {
          throw new IllegalArgumentException(
              "Nodes "
                  + other
                  + " and "
                  + node.name()
                  + " have one layer, "
                  + unary.layer().description()
                  + "; one with parameters belongs to one node, so make another.");
        }
      }
    }
  }

  private static FeatureShape outputShape(Node<Layer> node, List<FeatureShape> shapes) {
    if (node instanceof Node.Join<Layer> join) {
      return join.how().outputShape(join.inputs().stream().map(shapes::get).toList());
    }
    Node.Unary<Layer> unary = (Node.Unary<Layer>) node;
    return unary.layer().outputShape(shapes.get(unary.input()));
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
    return shapes.get(0);
  }

  /**
   * The shape of one image's output.
   *
   * @return {@code [1, 1, K]} for a classifier of K classes
   */
  public FeatureShape output() {
    return shapes.get(graph.output());
  }

  /**
   * The layers and joins, and what each reads.
   *
   * @return the graph, whose value 0 is the image
   */
  public Graph<Layer> graph() {
    return graph;
  }

  /**
   * The shapes of the values of {@link #graph}: the image's, and what each node makes.
   *
   * @return one more than there are nodes
   */
  public List<FeatureShape> shapes() {
    return shapes;
  }

  /**
   * The layers by name, in order, without the joins.
   *
   * @return an unmodifiable map
   */
  public Map<String, Layer> layers() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Node<Layer> node : graph.nodes()) {
      if (node instanceof Node.Unary<Layer> unary) {
        layers.put(unary.name(), unary.layer());
      }
    }
    return Collections.unmodifiableMap(layers);
  }

  /**
   * What this network computes: a line for its input and one for each node, which says what it
   * reads unless that is what the line before makes.
   *
   * @return text such as {@code block1.conv: Conv2d 3 -> 192, kernel 5, ...}
   */
  public String description() {
    StringBuilder text = new StringBuilder("input: " + input());
    for (int value = 1; value <= graph.size(); value++) {
      text.append('\n').append(graph.name(value)).append(": ");
      if (graph.node(value) instanceof Node.Unary<Layer> unary) {
        text.append(unary.layer().description());
        if (unary.input() != value - 1) {
          text.append(" of ").append(graph.name(unary.input()));
        }
      } else {
        Node.Join<Layer> join = (Node.Join<Layer>) graph.node(value);
        text.append(join.how()).append(" of ");
        text.append(String.join(", ", join.inputs().stream().map(graph::name).toList()));
      }
    }
    return text.toString();
  }

  /**
   * All parameters by full name, statistics too, in order.
   *
   * @return a new map from {@code layer.parameter}
   */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    layers()
        .forEach(
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
    graph.layers().forEach(layer -> layer.initialize(random.split()));
    constrain();
  }

  /** Brings all parameters back into the sets they may live in; see {@link Layer#constrain}. */
  public void constrain() {
    graph.layers().forEach(Layer::constrain);
  }

  /**
   * Tells all layers how far a training is; see {@link Layer#anneal}.
   *
   * @param progress the part of its epochs that is done, 0 to 1
   */
  public void anneal(double progress) {
    graph.layers().forEach(layer -> layer.anneal(progress));
  }

  /**
   * Gives all layers the randomness of an epoch; see {@link Layer#randomize}.
   *
   * @param seed the same seed makes them draw the same
   */
  public void randomize(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    graph.layers().forEach(layer -> layer.randomize(random.split()));
  }

  /**
   * Chooses for all layers whether binary weights are binary; see {@link Layer#binarizeWeights}.
   *
   * @param on false while they stay float
   */
  public void binarizeWeights(boolean on) {
    graph.layers().forEach(layer -> layer.binarizeWeights(on));
  }

  /**
   * Frees the memory of all parameters, after which the network is of no use. Whoever makes few
   * networks may leave that to the garbage collector, which does it when it comes by.
   */
  @Override
  public void close() {
    parameters().values().forEach(Parameter::close);
  }

  /** Collects the layers and joins of a network. */
  public static final class Builder {
    private final FeatureShape input;
    private final Graph.Builder<Layer> graph = Graph.builder();

    private Builder(FeatureShape input) {
      this.input = input;
    }

    /**
     * Adds a layer that reads what was made last.
     *
     * @param name unique name, such as {@code block1.conv}
     * @param layer the layer; belongs to this network from now on
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder add(String name, Layer layer) {
      graph.add(name, layer);
      return this;
    }

    /**
     * Adds a layer that reads what another node made.
     *
     * @param name unique name, such as {@code block1.conv}
     * @param layer the layer; belongs to this network from now on
     * @param from the name of the node it reads, or {@value Graph#INPUT}
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, or nothing has the other
     */
    public Builder add(String name, Layer layer, String from) {
      graph.add(name, layer, from);
      return this;
    }

    /**
     * Adds a join of what several nodes made.
     *
     * @param name unique name, such as {@code block1.sum}
     * @param how what becomes of them
     * @param from the names of the nodes it reads, at least two
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, or nothing has one of the others
     */
    public Builder join(String name, Join how, String... from) {
      graph.join(name, how, from);
      return this;
    }

    /**
     * Adds a node of another network's graph, which reads the values of the same numbers.
     *
     * @param node the node; its layer belongs to this network from now on
     * @return this builder
     * @throws IllegalArgumentException if the name is taken, or a value is not made yet
     */
    public Builder add(Node<Layer> node) {
      graph.add(node);
      return this;
    }

    /**
     * Finishes the network; parameters are as the layers have them, not initialised.
     *
     * @return the network
     * @throws IllegalArgumentException if a node cannot take what it reads, nothing reads what one
     *     before the last makes, or two have one layer with parameters
     */
    public Network build() {
      return new Network(input, graph.build());
    }
  }
}
