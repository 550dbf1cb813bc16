// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import java.util.List;

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
}
