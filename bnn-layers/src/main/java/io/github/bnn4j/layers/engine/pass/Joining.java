// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A join of float32 values, bound to a batch size. Not thread-safe. */
public final class Joining {

  private final Join how;
  private final INDArray output;
  private final List<INDArray> inputGradients;
  private final int[] offsets;

  /**
   * Binds a join.
   *
   * @param inputs the shapes of what it joins
   * @param gradients holds the gradient of each of them; empty for a sum, which hands on its own
   */
  public Joining(Join how, List<FeatureShape> inputs, int batch, List<INDArray> gradients) {
    this.how = how;
    this.output = Nd4j.create(DataType.FLOAT, how.outputShape(inputs).batch(batch));
    this.inputGradients = List.copyOf(gradients);
    this.offsets = new int[inputs.size() + 1];
    for (int k = 0; k < inputs.size(); k++) {
      offsets[k + 1] = offsets[k] + inputs.get(k).channels();
    }
  }

  /** A join whose gradients have arrays of their own. */
  public static Joining standingAlone(Join how, List<FeatureShape> inputs, int batch) {
    List<INDArray> gradients = new ArrayList<>();
    if (how == Join.CONCAT) {
      inputs.forEach(shape -> gradients.add(Nd4j.create(DataType.FLOAT, shape.batch(batch))));
    }
    return new Joining(how, inputs, batch, gradients);
  }

  Join how() {
    return how;
  }

  INDArray forward(List<INDArray> inputs) {
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

  /** The gradient of one of the inputs; that of a sum is the array it was given. */
  INDArray backward(int input, INDArray outputGradient) {
    return switch (how) {
      case ADD -> outputGradient;
      case CONCAT -> inputGradients.get(input).assign(channels(outputGradient, input));
    };
  }

  private INDArray channels(INDArray joined, int input) {
    return joined.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(offsets[input], offsets[input + 1]));
  }
}
