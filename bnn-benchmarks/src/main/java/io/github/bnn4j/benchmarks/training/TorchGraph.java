// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import java.util.List;

/** Blocks of DJL that read what their nodes read, where DJL itself has only chains. */
final class TorchGraph extends AbstractBlock {

  private final Graph<Block> graph;

  /**
   * Makes a block of blocks.
   *
   * @throws IllegalArgumentException if a join is no sum
   */
  TorchGraph(Graph<Block> graph) {
    this.graph = graph;
    for (Node<Block> node : graph.nodes()) {
      if (node instanceof Node.Unary<Block> unary) {
        addChildBlock(unary.name(), unary.layer());
      } else if (((Node.Join<Block>) node).how() != Join.ADD) {
        throw new IllegalArgumentException("PyTorch's side has sums only, no " + node + ".");
      }
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    List<NDArray> values =
        graph.evaluate(
            inputs.singletonOrThrow(),
            new Graph.Evaluation<>() {
              @Override
              public NDArray layer(Block block, NDArray input) {
                return block
                    .forward(parameters, new NDList(input), training, arguments)
                    .singletonOrThrow();
              }

              @Override
              public NDArray join(Join how, List<NDArray> sum) {
                return sum.stream().reduce(NDArray::add).orElseThrow();
              }
            });
    return new NDList(values.get(graph.output()));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    shapes(
        inputs[0],
        (block, input) -> {
          block.initialize(manager, type, input);
          return block.getOutputShapes(new Shape[] {input})[0];
        });
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {
      shapes(inputs[0], (block, input) -> block.getOutputShapes(new Shape[] {input})[0])
    };
  }

  /** What a block makes of a shape. */
  private interface OfLayer {
    Shape apply(Block block, Shape input);
  }

  private Shape shapes(Shape input, OfLayer of) {
    List<Shape> all =
        graph.evaluate(
            input,
            new Graph.Evaluation<>() {
              @Override
              public Shape layer(Block block, Shape from) {
                return of.apply(block, from);
              }

              @Override
              public Shape join(Join how, List<Shape> sum) {
                return sum.get(0);
              }
            });
    return all.get(graph.output());
  }
}
