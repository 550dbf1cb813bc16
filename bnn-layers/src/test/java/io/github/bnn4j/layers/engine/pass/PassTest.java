// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.ReLU;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PassTest {
  private final List<Optional<String>> asked = new ArrayList<>();
  private Optional<Pass> pass = Optional.empty();

  @Test
  void whatIsUnderWayHasTheNameOfItsLayerAndADirection() {
    Graph<Layer> graph =
        Graph.<Layer>builder().add("first", new ReLU()).add("second", new ReLU()).build();
    int rounding = graph.size() + 1;
    pass =
        Optional.of(
            new Pass(
                graph,
                List.of(
                    new Pass.Step.Single(new Asking(), 0, rounding),
                    new Pass.Step.Single(new Asking(), rounding, 1),
                    new Pass.Step.Single(new Asking(), 1, 2))));
    INDArray values = Nd4j.ones(DataType.FLOAT, 1);

    ask();
    pass.orElseThrow().forward(values, true);
    ask();
    pass.orElseThrow().backward(values);
    ask();

    assertThat(asked)
        .containsExactly(
            Optional.empty(),
            Optional.of("the forward pass of input"),
            Optional.of("the forward pass of first"),
            Optional.of("the forward pass of second"),
            Optional.empty(),
            Optional.of("the backward pass of second"),
            Optional.of("the backward pass of first"),
            Optional.of("the backward pass of input"),
            Optional.empty());
  }

  private void ask() {
    asked.add(pass.orElseThrow().underWay());
  }

  private final class Asking implements Operation {
    @Override
    public INDArray forward(INDArray input, boolean training) {
      ask();
      return input;
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      ask();
      return outputGradient;
    }
  }
}
