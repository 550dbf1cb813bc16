// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over square windows.
 *
 * <p>The output is {@code floor((size + 2 * padding - kernel) / stride) + 1} rows and columns. A
 * maximum looks only at positions inside the image. An average divides by {@code kernel * kernel}
 * at the border too, as the networks reproduced here were trained. Channels are left as they are.
 * Immutable: it has no parameters.
 */
public final class Pool implements Layer {

  /** What a window is reduced to. */
  public enum Kind {
    /** The largest value inside the image. */
    MAX,
    /** The sum inside the image, divided by {@code kernel * kernel}. */
    AVERAGE
  }

  private final Kind kind;
  private final int kernel;
  private final int stride;
  private final int padding;

  private Pool(Kind kind, int kernel, int stride, int padding) {
    if (kernel < 1 || stride < 1 || padding < 0 || padding > kernel / 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A pooling window needs kernel >= 1, stride >= 1 and 0 <= padding <= kernel / 2, not"
                  + " kernel %d, stride %d, padding %d.",
              kernel,
              stride,
              padding));
    }
    this.kind = kind;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
  }

  /**
   * Makes a maximum pooling.
   *
   * @param kernel side of the window, at least 1
   * @param stride step between windows, at least 1
   * @param padding positions added on each side, at most half the kernel
   * @return the layer
   */
  public static Pool max(int kernel, int stride, int padding) {
    return new Pool(Kind.MAX, kernel, stride, padding);
  }

  /**
   * Makes an average pooling.
   *
   * @param kernel side of the window, at least 1
   * @param stride step between windows, at least 1
   * @param padding positions of value 0 added on each side, at most half the kernel
   * @return the layer
   */
  public static Pool average(int kernel, int stride, int padding) {
    return new Pool(Kind.AVERAGE, kernel, stride, padding);
  }

  /**
   * What a window is reduced to.
   *
   * @return maximum or average
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The side of the window.
   *
   * @return at least 1
   */
  public int kernel() {
    return kernel;
  }

  /**
   * The step between windows.
   *
   * @return at least 1
   */
  public int stride() {
    return stride;
  }

  /**
   * The positions added on each side.
   *
   * @return at least 0
   */
  public int padding() {
    return padding;
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s pool, kernel %d, stride %d, padding %d",
        kind == Kind.MAX ? "maximum" : "average",
        kernel,
        stride,
        padding);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    int smallest = Math.min(input.height(), input.width());
    if (smallest + 2 * padding < kernel) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A pooling window of %d does not fit into %s with padding %d.",
              kernel,
              input,
              padding));
    }
    return new FeatureShape(
        outputSize(input.height()), outputSize(input.width()), input.channels());
  }

  private int outputSize(int size) {
    return (size + 2 * padding - kernel) / stride + 1;
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    Window window = new Window(kernel, stride, padding);
    return List.of(kind == Kind.MAX ? new MaxPool(window) : new AvgPool(window));
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference(outputShape(input));
  }

  private final class Reference implements Operation {
    private final FeatureShape output;
    private INDArray input;

    Reference(FeatureShape output) {
      this.output = output;
    }

    @Override
    public INDArray forward(INDArray x, boolean training) {
      input = x;
      INDArray y = Nd4j.create(DataType.FLOAT, output.batch((int) x.size(0)));
      run(opName(), new INDArray[] {x}, y);
      return y;
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray inputGradient = Nd4j.create(DataType.FLOAT, input.shape());
      run(opName() + "_bp", new INDArray[] {input, outputGradient}, inputGradient);
      return inputGradient;
    }

    private String opName() {
      return kind == Kind.MAX ? "maxpool2d" : "avgpool2d";
    }

    private void run(String op, INDArray[] inputs, INDArray result) {
      int includePadding = 1;
      int channelsLast = 1;
      Nd4j.exec(
          DynamicCustomOp.builder(op)
              .addInputs(inputs)
              .addOutputs(result)
              .addIntegerArguments(
                  kernel,
                  kernel,
                  stride,
                  stride,
                  padding,
                  padding,
                  1,
                  1,
                  0,
                  includePadding,
                  channelsLast)
              .build());
    }
  }
}
