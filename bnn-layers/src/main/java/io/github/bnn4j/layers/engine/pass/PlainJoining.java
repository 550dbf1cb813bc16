// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A join of float32 values in ND4J, bound to a batch size. Not thread-safe. */
public final class PlainJoining implements Joining {

  private final Join how;
  private final INDArray output;
  private final List<INDArray> inputGradients;
  private final int[] offsets;

  /**
   * Binds a join.
   *
   * @param inputs the shapes of what it joins
   * @param output holds the output
   * @param gradients holds the gradient of each of them; empty for a sum, which hands on its own
   */
  public PlainJoining(
      Join how, List<FeatureShape> inputs, INDArray output, List<INDArray> gradients) {
    this.how = how;
    this.output = output;
    this.inputGradients = List.copyOf(gradients);
    this.offsets = new int[inputs.size() + 1];
    for (int k = 0; k < inputs.size(); k++) {
      offsets[k + 1] = offsets[k] + inputs.get(k).channels();
    }
  }

  /** A join whose arrays are its own. */
  public static PlainJoining standingAlone(Join how, List<FeatureShape> inputs, int batch) {
    List<INDArray> gradients = new ArrayList<>();
    if (how == Join.CONCAT) {
      inputs.forEach(shape -> gradients.add(Nd4j.create(DataType.FLOAT, shape.batch(batch))));
    }
    INDArray output = Nd4j.create(DataType.FLOAT, how.outputShape(inputs).batch(batch));
    return new PlainJoining(how, inputs, output, gradients);
  }

  @Override
  public List<GradientFlow.Handing> handings() {
    return handings(how, offsets.length - 1);
  }

  /** Which array a join of so many inputs hands on to each. */
  public static List<GradientFlow.Handing> handings(Join how, int inputs) {
    return Collections.nCopies(
        inputs, how == Join.ADD ? GradientFlow.Handing.GIVEN : GradientFlow.Handing.OWN);
  }

  @Override
  public INDArray forward(List<INDArray> inputs, boolean training) {
    switch (how) {
      case ADD -> {
        inputs.get(0).add(inputs.get(1), output);
        inputs.stream().skip(2).forEach(output::addi);
      }
      case CONCAT -> {
        for (int k = 0; k < inputs.size(); k++) {
          channels(output, k).assign(inputs.get(k));
        }
      }
    }
    return output;
  }

  @Override
  public List<INDArray> backward(INDArray outputGradient) {
    for (int k = 0; k < inputGradients.size(); k++) {
      inputGradients.get(k).assign(channels(outputGradient, k));
    }
    return how == Join.ADD
        ? Collections.nCopies(offsets.length - 1, outputGradient)
        : inputGradients;
  }

  private INDArray channels(INDArray joined, int input) {
    return joined.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(offsets[input], offsets[input + 1]));
  }
}
