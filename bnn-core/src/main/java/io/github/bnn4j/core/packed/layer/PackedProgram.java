// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All that a packed network is, which is what its file holds: what images it takes, the names of
 * its classes, and its layers. A value: what runs it is made of it.
 *
 * @param name the name of the network
 * @param input what images it takes
 * @param labels the names of the classes, in the order of the logits
 * @param graph the layers; value 0 is the normalised image, the last value the logits
 */
public record PackedProgram(
    String name, ImageSpec input, List<String> labels, Graph<PackedLayer> graph) {

  /** The most nodes a network may have. */
  public static final int MAX_NODES = 1_000;

  /**
   * Copies the labels and checks that everything fits together.
   *
   * @param name the name of the network, not blank
   * @param input what images it takes
   * @param labels the names of the classes, at least one
   * @param graph the layers, at most {@value #MAX_NODES} nodes
   * @throws IllegalArgumentException if the name is blank, labels are missing, a node does not take
   *     what it reads, or the last does not make one FLOAT a label
   */
  public PackedProgram {
    Require.that(!name.isBlank(), "A packed network needs a name.");
    Require.that(!labels.isEmpty(), "A packed network needs labels.");
    Require.that(
        graph.size() <= MAX_NODES,
        "A packed network has at most %d layers, not %d.",
        MAX_NODES,
        graph.size());
    labels = List.copyOf(labels);
    ValueShape output = shapes(input, graph).get(graph.output());
    Require.that(
        output.kind() == ValueKind.FLOAT && output.size() == labels.size(),
        "The last layer makes %d elements of kind %s; the %d labels need one FLOAT each.",
        output.size(),
        output.kind(),
        labels.size());
  }

  /** {@return the kind and shape of every value, from that of the image to that of the logits} */
  public List<ValueShape> shapes() {
    return shapes(input, graph);
  }

  private static List<ValueShape> shapes(ImageSpec input, Graph<PackedLayer> graph) {
    return graph.evaluate(
        input.shape(),
        new Graph.Evaluation<PackedLayer, ValueShape>() {
          @Override
          public ValueShape layer(PackedLayer layer, ValueShape shape) {
            return layer.outputShape(shape);
          }

          @Override
          public ValueShape join(Join how, List<ValueShape> shapes) {
            return ValueShape.joined(how, shapes);
          }
        });
  }

  /**
   * The part of this network that makes the value of a node, as a network of its own.
   *
   * @param node the name of a node that makes numbers, FLOAT or INT
   * @return a network whose output is that value, [H, W, C]; its labels are the elements' numbers
   * @throws IllegalArgumentException if there is no such node, or it makes signs
   */
  public PackedProgram upTo(String node) {
    int value =
        IntStream.rangeClosed(1, graph.size())
            .filter(each -> graph.name(each).equals(node))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "%s has no node %s; its nodes are %s.",
                            name,
                            node,
                            graph.nodes().stream()
                                .map(Node::name)
                                .collect(Collectors.joining(", ")))));
    ValueShape made = shapes().get(value);
    Require.that(
        made.kind() != ValueKind.BITS,
        "%s makes signs, not numbers; it takes them of %s.",
        node,
        graph.name(graph.node(value).inputs().get(0)));
    Graph.Builder<PackedLayer> part = Graph.builder();
    graph.upTo(value).nodes().forEach(part::add);
    if (made.kind() == ValueKind.INT) {
      float[] ones = new float[made.channels()];
      Arrays.fill(ones, 1);
      part.add(node + " as numbers", new Affine(ones, new float[ones.length]));
    }
    return new PackedProgram(
        name + " up to " + node,
        input,
        IntStream.range(0, made.size())
            .mapToObj(Integer::toString)
            .collect(Collectors.toUnmodifiableList()),
        part.build());
  }
}
