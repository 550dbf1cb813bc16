// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.graph;

import io.github.bnn4j.core.check.Require;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What makes one value of a {@link Graph}.
 *
 * @param <T> the layers
 */
public sealed interface Node<T> {

  /** {@return the name, unique in its graph} */
  String name();

  /** {@return the values it reads, in order} */
  List<Integer> inputs();

  /**
   * Returns this node with another layer, joins as they are.
   *
   * @param change makes the other layer
   * @param <U> the other layers
   * @return the node
   */
  <U> Node<U> map(Function<? super T, ? extends U> change);

  /**
   * Returns this node reading other values.
   *
   * @param numbers gives the number of a value in place of the one it has here
   * @return the node
   */
  Node<T> reading(UnaryOperator<Integer> numbers);

  /**
   * A layer that reads one value.
   *
   * @param name the name, unique in its graph
   * @param layer the layer
   * @param input the value it reads
   * @param <T> the layers
   */
  record Unary<T>(String name, T layer, int input) implements Node<T> {

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <U> Node<U> map(Function<? super T, ? extends U> change) {
      return new Unary<>(name, change.apply(layer), input);
    }

    @Override
    public Node<T> reading(UnaryOperator<Integer> numbers) {
      return new Unary<>(name, layer, numbers.apply(input));
    }
  }

  /**
   * A join of several values.
   *
   * @param name the name, unique in its graph
   * @param how what becomes of them
   * @param inputs the values it reads, at least two; may name one twice
   * @param <T> the layers
   */
  record Join<T>(String name, io.github.bnn4j.core.graph.Join how, List<Integer> inputs)
      implements Node<T> {

    /**
     * Copies the inputs.
     *
     * @param name the name, unique in its graph
     * @param how what becomes of them
     * @param inputs the values it reads, at least two; may name one twice
     * @throws IllegalArgumentException if there are fewer than two
     */
    public Join {
      inputs = List.copyOf(inputs);
      Require.that(
          inputs.size() >= 2, "The join %s needs at least two inputs, not %s.", name, inputs);
    }

    @Override
    public <U> Node<U> map(Function<? super T, ? extends U> change) {
      return new Join<>(name, how, inputs);
    }

    @Override
    public Node<T> reading(UnaryOperator<Integer> numbers) {
      return new Join<>(
          name, how, inputs.stream().map(numbers).collect(Collectors.toUnmodifiableList()));
    }
  }
}
