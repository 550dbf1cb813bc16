// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.graph;

import io.github.bnn4j.core.check.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The nodes of a network in the order in which they run. Value 0 is the input; the nodes make the
 * values 1 to {@link #size()}, each from values made before it, and the last value is the output.
 * Immutable; as safe for use by many threads as its layers.
 *
 * @param <T> the layers
 */
public final class Graph<T> {

  /** The name of value 0. */
  public static final String INPUT = "input";

  private final List<Node<T>> nodes;
  private final List<List<Integer>> readers = new ArrayList<>();

  private Graph(List<Node<T>> nodes) {
    this.nodes = List.copyOf(nodes);
    List<List<Integer>> found = new ArrayList<>();
    found.add(new ArrayList<>());
    for (Node<T> node : nodes) {
      found.add(new ArrayList<>());
      node.inputs().forEach(input -> found.get(input).add(found.size() - 1));
    }
    found.forEach(each -> readers.add(Collections.unmodifiableList(each)));
  }

  /**
   * Starts a graph.
   *
   * @param <T> the layers
   * @return a builder without nodes
   */
  public static <T> Builder<T> builder() {
    return new Builder<>();
  }

  /**
   * Makes a graph of layers that each read what the one before made, named by their place, from 0.
   *
   * @param layers the layers, at least one
   * @param <T> the layers
   * @return the graph
   * @throws IllegalArgumentException if there are none
   */
  public static <T> Graph<T> chain(List<? extends T> layers) {
    Builder<T> builder = builder();
    layers.forEach(builder::add);
    return builder.build();
  }

  /** {@return the nodes in the order in which they run; that at index i makes value i + 1} */
  public List<Node<T>> nodes() {
    return nodes;
  }

  /** {@return the number of nodes, which is the number of the last value} */
  public int size() {
    return nodes.size();
  }

  /** {@return the value that is the output: the last} */
  public int output() {
    return nodes.size();
  }

  /**
   * Returns the node that makes a value.
   *
   * @param value the value, 1 to {@link #size()}
   * @return the node
   */
  public Node<T> node(int value) {
    return nodes.get(value - 1);
  }

  /**
   * Returns the name of a value: that of its node, or {@value #INPUT}.
   *
   * @param value the value, 0 to {@link #size()}
   * @return the name
   */
  public String name(int value) {
    return value == 0 ? INPUT : node(value).name();
  }

  /** {@return the layers in the order in which they run, without the joins} */
  public List<T> layers() {
    List<T> layers = new ArrayList<>();
    for (Node<T> node : nodes) {
      if (node instanceof Node.Unary<T> unary) {
        layers.add(unary.layer());
      }
    }
    return Collections.unmodifiableList(layers);
  }

  /**
   * Returns what reads a value, by the values they make.
   *
   * @param value the value, 0 to {@link #size()}
   * @return the values made of it, ascending; one that reads it twice is there twice
   */
  public List<Integer> readers(int value) {
    return readers.get(value);
  }

  /**
   * Returns the one node that reads a value, if there is one: what may do its work together with
   * the node that makes the value, for nobody else looks at it.
   *
   * @param value the value, 0 to {@link #size()}
   * @return the value made of it; empty where none or several are, or one reads it twice
   */
  public OptionalInt soleReader(int value) {
    List<Integer> all = readers.get(value);
    return all.size() == 1 ? OptionalInt.of(all.get(0)) : OptionalInt.empty();
  }

  /**
   * Returns the layer that alone reads a value, if it is of a kind.
   *
   * @param value the value, 0 to {@link #size()}
   * @param kind the class of the layer
   * @param <L> the class of the layer
   * @return the layer; empty where {@link #soleReader} is, or is a join or another layer
   */
  public <L extends T> Optional<L> soleReader(int value, Class<L> kind) {
    OptionalInt reader = soleReader(value);
    return reader.isPresent()
            && node(reader.getAsInt()) instanceof Node.Unary<T> unary
            && kind.isInstance(unary.layer())
        ? Optional.of(kind.cast(unary.layer()))
        : Optional.empty();
  }

  /** {@return whether every node is a layer that reads the value made before it} */
  public boolean isChain() {
    for (int value = 1; value <= size(); value++) {
      if (!(node(value) instanceof Node.Unary<T> unary) || unary.input() != value - 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns this graph with other layers.
   *
   * @param change makes the other layer of each
   * @param <U> the other layers
   * @return the graph
   */
  public <U> Graph<U> map(Function<? super T, ? extends U> change) {
    List<Node<U>> changed = new ArrayList<>();
    nodes.forEach(node -> changed.add(node.map(change)));
    return new Graph<>(changed);
  }

  /**
   * Returns the part of this graph that makes a value: its node, and those it depends on.
   *
   * @param value the value, 1 to {@link #size()}, which becomes the output
   * @return the graph
   */
  public Graph<T> upTo(int value) {
    boolean[] needed = new boolean[value + 1];
    needed[value] = true;
    for (int made = value; made > 0; made--) {
      if (needed[made]) {
        node(made).inputs().forEach(input -> needed[input] = true);
      }
    }
    Map<Integer, Integer> numbers = new HashMap<>(Map.of(0, 0));
    List<Node<T>> part = new ArrayList<>();
    for (int made = 1; made <= value; made++) {
      if (needed[made]) {
        part.add(node(made).reading(numbers::get));
        numbers.put(made, part.size());
      }
    }
    return new Graph<>(part);
  }

  /**
   * What makes values of values, where {@link #evaluate} goes through a graph.
   *
   * @param <T> the layers
   * @param <V> what stands for a value: a shape, an array, a name
   */
  public interface Evaluation<T, V> {

    /**
     * Returns what a layer makes.
     *
     * @param layer the layer
     * @param input what it reads
     * @return what it makes
     */
    V layer(T layer, V input);

    /**
     * Returns what a join makes.
     *
     * @param how what becomes of the inputs
     * @param inputs what it reads, at least two
     * @return what it makes
     */
    V join(Join how, List<V> inputs);
  }

  /**
   * Makes every value of those that its node reads.
   *
   * @param input value 0
   * @param evaluation makes the others
   * @param <V> what stands for a value
   * @return the values, 0 to {@link #size()}
   * @throws IllegalArgumentException if the evaluation throws one; the message names the node
   */
  public <V> List<V> evaluate(V input, Evaluation<? super T, V> evaluation) {
    List<V> values = new ArrayList<>();
    values.add(input);
    for (Node<T> node : nodes) {
      try {
        values.add(evaluate(node, values, evaluation));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(describe(node) + " does not fit: " + e.getMessage(), e);
      }
    }
    return values;
  }

  private static <T, V> V evaluate(
      Node<T> node, List<V> values, Evaluation<? super T, V> evaluation) {
    if (node instanceof Node.Join<T> join) {
      return evaluation.join(
          join.how(),
          join.inputs().stream().map(values::get).collect(Collectors.toUnmodifiableList()));
    }
    Node.Unary<T> unary = (Node.Unary<T>) node;
    return evaluation.layer(unary.layer(), values.get(unary.input()));
  }

  private String describe(Node<T> node) {
    if (node instanceof Node.Join<T> join) {
      List<String> names =
          join.inputs().stream().map(this::name).collect(Collectors.toUnmodifiableList());
      return "Join " + join.name() + ", " + join.how() + " of " + String.join(" and ", names) + ",";
    }
    return "Layer " + node.name() + ", " + ((Node.Unary<T>) node).layer() + ",";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Graph<?> that && nodes.equals(that.nodes);
  }

  @Override
  public int hashCode() {
    return nodes.hashCode();
  }

  @Override
  public String toString() {
    return nodes.toString();
  }

  /**
   * Collects nodes. Not safe for use by many threads.
   *
   * @param <T> the layers
   */
  public static final class Builder<T> {

    private final List<Node<T>> nodes = new ArrayList<>();
    private final Map<String, Integer> values = new HashMap<>(Map.of(INPUT, 0));

    private Builder() {}

    /**
     * Adds a layer that reads what was made last, named by its place, from 0.
     *
     * @param layer the layer
     * @return this builder
     */
    public Builder<T> add(T layer) {
      return add(Integer.toString(nodes.size()), layer);
    }

    /**
     * Adds a layer that reads what was made last.
     *
     * @param name the name, not blank, not yet taken
     * @param layer the layer
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Builder<T> add(String name, T layer) {
      return add(name, layer, nodes.size());
    }

    /**
     * Adds a layer that reads a value of a name.
     *
     * @param name the name, not blank, not yet taken
     * @param layer the layer
     * @param input the name of what it reads
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken, or nothing has that of the
     *     input
     */
    public Builder<T> add(String name, T layer, String input) {
      return add(name, layer, value(name, input));
    }

    private Builder<T> add(String name, T layer, int input) {
      return add(new Node.Unary<>(name, java.util.Objects.requireNonNull(layer), input));
    }

    /**
     * Adds a join of values of given names.
     *
     * @param name the name, not blank, not yet taken
     * @param how what becomes of them
     * @param inputs the names of what it reads, at least two
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken, nothing has that of an input,
     *     or there are fewer than two
     */
    public Builder<T> join(String name, Join how, String... inputs) {
      List<Integer> read = new ArrayList<>();
      for (String input : inputs) {
        read.add(value(name, input));
      }
      return add(new Node.Join<>(name, how, read));
    }

    /**
     * Adds a node as it is.
     *
     * @param node the node
     * @return this builder
     * @throws IllegalArgumentException if its name is blank or taken, or it reads a value that is
     *     not made before it
     */
    public Builder<T> add(Node<T> node) {
      Require.that(!node.name().isBlank(), "Node %d needs a name.", nodes.size());
      for (int input : node.inputs()) {
        Require.that(
            input >= 0 && input <= nodes.size(),
            "Node %s reads value %d; only 0 to %d are made before it.",
            node.name(),
            input,
            nodes.size());
      }
      Require.that(
          values.putIfAbsent(node.name(), nodes.size() + 1) == null,
          "The name %s is taken; the names of nodes are unique, and %s is the input's.",
          node.name(),
          INPUT);
      nodes.add(node);
      return this;
    }

    private int value(String reader, String name) {
      Require.that(
          values.containsKey(name),
          "Node %s reads %s, but nothing before it has that name.",
          reader,
          name);
      return values.get(name);
    }

    /** {@return the number of nodes so far} */
    public int size() {
      return nodes.size();
    }

    /**
     * Returns the graph.
     *
     * @return the graph
     * @throws IllegalArgumentException if there are no nodes, or a value but the last is read by
     *     none
     */
    public Graph<T> build() {
      Require.that(!nodes.isEmpty(), "A network needs at least one node.");
      Graph<T> graph = new Graph<>(nodes);
      for (int value = 0; value < graph.output(); value++) {
        Require.that(
            !graph.readers(value).isEmpty(),
            "Nothing reads %s; of all values only the last, %s, is the output.",
            graph.name(value),
            graph.name(graph.output()));
      }
      return graph;
    }
  }
}
