// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Backend;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.engine.pass.Joining;
import io.github.bnn4j.layers.engine.pass.Pass;
import io.github.bnn4j.layers.engine.pass.PlainJoining;
import io.github.bnn4j.layers.engine.pass.RecyclingOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference: every layer's own operation in plain ND4J, on whichever backend is on the class
 * path, CUDA included. float32 throughout. On a CPU several times slower than {@link OneDnnEngine};
 * grouped convolutions run one group after the other.
 */
public final class Nd4jEngine implements Engine {

  @Override
  public BoundNetwork bind(Network network, int batch) {
    return new BoundNetwork(network, batch, () -> pass(network, batch));
  }

  private static Pass pass(Network network, int batch) {
    List<FeatureShape> shapes = network.shapes();
    List<Pass.Step> steps = new ArrayList<>();
    for (Node<Layer> node : network.graph().nodes()) {
      int output = steps.size() + 1;
      if (node instanceof Node.Unary<Layer> unary) {
        Operation operation = unary.layer().bind(shapes.get(unary.input()));
        steps.add(
            new Pass.Step.Single(
                RecyclingOperation.of(network.graph(), output, operation), unary.input(), output));
      } else {
        Node.Join<Layer> join = (Node.Join<Layer>) node;
        List<FeatureShape> inputs = join.inputs().stream().map(shapes::get).toList();
        Joining joining = PlainJoining.standingAlone(join.how(), inputs, batch);
        steps.add(new Pass.Step.Joined(joining, join.inputs(), output));
      }
    }
    return new Pass(network.graph(), steps);
  }

  @Override
  public String description() {
    return "ND4J f32 (" + Backend.name() + ")";
  }
}
