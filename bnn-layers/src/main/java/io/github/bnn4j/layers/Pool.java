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
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over windows, or over the whole image.
 *
 * <p>The output has {@code floor((size + padding - kernel) / stride) + 1} rows and columns; windows
 * that would leave out the last rows or columns of an image are refused. A maximum looks only at
 * positions inside the image. An average divides by the taps of the window at the border too, as
 * the networks reproduced here were trained. Channels are left as they are. Immutable: it has no
 * parameters.
 */
public final class Pool implements Layer {

  /** What a window is reduced to. */
  public enum Kind {
    /** The largest value inside the image. */
    MAX,
    /** The sum inside the image, divided by the taps of the window. */
    AVERAGE
  }

  private final Kind kind;
  private final Optional<Window> window;

  private Pool(Kind kind, Optional<Window> window) {
    this.kind = kind;
    this.window = window;
  }

  private static Pool over(Kind kind, int kernel, int stride, int padding) {
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
    return new Pool(kind, Optional.of(new Window(kernel, stride, padding)));
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
    return over(Kind.MAX, kernel, stride, padding);
  }

  /**
   * Makes a maximum pooling.
   *
   * @param window the window, of any sides, steps and padding
   * @return the layer
   */
  public static Pool max(Window window) {
    return new Pool(Kind.MAX, Optional.of(window));
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
    return over(Kind.AVERAGE, kernel, stride, padding);
  }

  /**
   * Makes an average pooling.
   *
   * @param window the window, of any sides, steps and padding
   * @return the layer
   */
  public static Pool average(Window window) {
    return new Pool(Kind.AVERAGE, Optional.of(window));
  }

  /**
   * Makes a pooling that averages each channel over all positions of an image of any size: global
   * average pooling.
   *
   * @return the layer, whose output is {@code [N, 1, 1, C]}
   */
  public static Pool globalAverage() {
    return new Pool(Kind.AVERAGE, Optional.empty());
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
   * The window.
   *
   * @return the window; empty for a global pool, whose window is the whole input
   */
  public Optional<Window> window() {
    return window;
  }

  /**
   * The window that slides over an input.
   *
   * @param input shape of one image's input
   * @return the window; the whole input for a global pool
   */
  public Window window(FeatureShape input) {
    return window.orElseGet(() -> Window.all(input));
  }

  @Override
  public String description() {
    String name = kind == Kind.MAX ? "maximum" : "average";
    return window.map(each -> name + " pool, " + each).orElse("global " + name + " pool");
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    Window each = window(input);
    FeatureShape output = input.through(each, input.channels());
    requireAll("row", each.rows(), input.height(), input);
    requireAll("column", each.columns(), input.width(), input);
    return output;
  }

  /** Whoever wants to skip positions takes windows with gaps between them. */
  private static void requireAll(String what, Window.Axis axis, int size, FeatureShape input) {
    int left = size - axis.start(axis.outputSize(size) - 1) - axis.kernel();
    if (left > 0 && axis.stride() <= axis.kernel()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Pooling windows of %d with stride %d leave out the last %s of %s; other sizes, or"
                  + " padding behind, would take in all.",
              axis.kernel(),
              axis.stride(),
              left == 1 ? what : left + " " + what + "s",
              input));
    }
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    Window each = window(input);
    return List.of(kind == Kind.MAX ? new MaxPool(each) : new AvgPool(each));
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference(input);
  }

  private final class Reference implements Operation {
    private final FeatureShape output;
    private final Window each;
    private final Border border;
    private INDArray padded;

    Reference(FeatureShape input) {
      output = outputShape(input);
      each = window(input);
      border = new Border(each, input, kind == Kind.MAX ? -Float.MAX_VALUE : 0);
    }

    @Override
    public INDArray forward(INDArray x, boolean training) {
      padded = border.around(x);
      INDArray y = Nd4j.create(DataType.FLOAT, output.batch((int) x.size(0)));
      run(opName(), new INDArray[] {padded}, y);
      return y;
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      INDArray gradient = Nd4j.create(DataType.FLOAT, padded.shape());
      run(opName() + "_bp", new INDArray[] {padded, outputGradient}, gradient);
      return border.inside(gradient).dup('c');
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
                  each.rows().kernel(),
                  each.columns().kernel(),
                  each.rows().stride(),
                  each.columns().stride(),
                  border.rows(),
                  border.columns(),
                  1,
                  1,
                  0,
                  includePadding,
                  channelsLast)
              .build());
    }
  }
}
