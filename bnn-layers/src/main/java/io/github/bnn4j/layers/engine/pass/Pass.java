// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations and joins of a network in order, forward, and back with the gradients of a value
 * that several read added up. Not thread-safe.
 */
public final class Pass implements AutoCloseable {

  /** What makes one value. */
  public sealed interface Step {

    /** As the flow of gradients sees it. */
    GradientFlow.Part part();

    /** The value it makes. */
    int output();

    /**
     * An operation.
     *
     * @param operation the arithmetic
     * @param input the value it reads
     * @param output the value it makes
     */
    record Single(Operation operation, int input, int output) implements Step {
      @Override
      public GradientFlow.Part part() {
        return new GradientFlow.Part(
            List.of(
                operation instanceof AddingOperation
                    ? GradientFlow.Handing.ADDED
                    : GradientFlow.Handing.OWN),
            List.of(input),
            output);
      }
    }

    /**
     * A join.
     *
     * @param joining the arithmetic
     * @param inputs the values it reads
     * @param output the value it makes
     */
    record Joined(Joining joining, List<Integer> inputs, int output) implements Step {
      @Override
      public GradientFlow.Part part() {
        return new GradientFlow.Part(joining.handings(), inputs, output);
      }
    }
  }

  private final Graph<Layer> graph;
  private final List<Step> steps;
  private final GradientFlow flow;
  private final INDArray[] values;
  private final Runnable release;
  private final INDArray[] gradients;

  /** The value that is being made, negative on the way back, 0 between two passes. */
  private volatile int underWay;

  /**
   * Makes a pass.
   *
   * @param graph has the names of the values
   * @param steps in an order in which each reads what is made before it; the last makes the output
   */
  public Pass(Graph<Layer> graph, List<? extends Step> steps) {
    this(graph, steps, () -> {});
  }

  /**
   * Makes a pass that has native memory.
   *
   * @param graph has the names of the values
   * @param release frees it, when the pass is closed
   */
  public Pass(Graph<Layer> graph, List<? extends Step> steps, Runnable release) {
    this.graph = graph;
    this.release = release;
    this.steps = List.copyOf(steps);
    this.flow = new GradientFlow(this.steps.stream().map(Step::part).toList());
    int highest = this.steps.stream().mapToInt(Step::output).max().orElse(0);
    this.values = new INDArray[highest + 1];
    this.gradients = new INDArray[highest + 1];
  }

  /** What is being run, if anything is; may be asked on any thread. */
  public Optional<String> underWay() {
    int value = underWay;
    return value == 0
        ? Optional.empty()
        : Optional.of(
            (value > 0 ? "the forward" : "the backward") + " pass of " + name(Math.abs(value)));
  }

  /** Of what the network does not know of, it is the input. */
  private String name(int value) {
    return value > graph.size() ? Graph.INPUT : graph.name(value);
  }

  /** Computes the output of the last step. */
  public INDArray forward(INDArray input, boolean training) {
    values[0] = input;
    int output = 0;
    for (Step step : steps) {
      output = step.output();
      underWay = output;
      if (step instanceof Step.Single single) {
        values[output] = single.operation().forward(values[single.input()], training);
      } else {
        Step.Joined joined = (Step.Joined) step;
        values[output] = joined.joining().forward(all(values, joined.inputs()), training);
      }
    }
    underWay = 0;
    return values[output];
  }

  private static List<INDArray> all(INDArray[] values, List<Integer> which) {
    List<INDArray> all = new ArrayList<>(which.size());
    for (int each : which) {
      all.add(values[each]);
    }
    return all;
  }

  /** Computes the gradients of all parameters from that of the last step's output. */
  public void backward(INDArray outputGradient) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      List<GradientFlow.Arrival> arrivals = flow.arrivals(i);
      underWay = -step.output();
      INDArray gradient = i == steps.size() - 1 ? outputGradient : gradients[step.output()];
      if (step instanceof Step.Single single) {
        backward(single, gradient, arrivals.get(0));
      } else {
        Step.Joined joined = (Step.Joined) step;
        List<INDArray> inputGradients = joined.joining().backward(gradient);
        for (int k = 0; k < joined.inputs().size(); k++) {
          arrive(arrivals.get(k), joined.inputs().get(k), inputGradients.get(k));
        }
      }
    }
    underWay = 0;
  }

  private void backward(Step.Single step, INDArray gradient, GradientFlow.Arrival arrival) {
    if (arrival == GradientFlow.Arrival.MERGED) {
      ((AddingOperation) step.operation()).backward(gradient, gradients[step.input()]);
    } else {
      arrive(arrival, step.input(), step.operation().backward(gradient));
    }
  }

  private void arrive(GradientFlow.Arrival arrival, int value, INDArray gradient) {
    switch (arrival) {
      case UNWANTED, MERGED -> {}
      case FIRST -> gradients[value] = gradient;
      case TAKES -> gradients[value] = gradient.addi(gradients[value]);
      case ADDED -> gradients[value].addi(gradient);
      case NEW -> gradients[value] = gradients[value].add(gradient);
    }
  }

  @Override
  public void close() {
    for (Step step : steps) {
      if (step instanceof Step.Single single) {
        single.operation().close();
      }
    }
    release.run();
  }
}
