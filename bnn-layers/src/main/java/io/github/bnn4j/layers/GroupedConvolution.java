// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A grouped two-dimensional convolution out of ND4J's ungrouped one, a group at a time.
 *
 * <p>Arrays are {@code [N, H, W, C]}, weights {@code [outChannels, kernel, kernel, inChannels /
 * groups]}.
 */
final class GroupedConvolution {

  private final ConvGeometry geometry;
  private final FeatureShape output;
  private final Border border;

  GroupedConvolution(ConvGeometry geometry, FeatureShape input) {
    this.geometry = geometry;
    this.output = Convolutions.outputShape(geometry, input);
    this.border = new Border(geometry.window(), input, 0);
  }

  INDArray forward(INDArray image, INDArray weights) {
    INDArray x = border.around(image);
    INDArray y = Nd4j.create(DataType.FLOAT, output.batch((int) x.size(0)));
    for (int g = 0; g < geometry.groups(); g++) {
      INDArray part = Nd4j.create(DataType.FLOAT, groupOutput(x.size(0)));
      run(
          "conv2d",
          new INDArray[] {inputs(x, g).dup('c'), filters(weights, g).dup('c')},
          new INDArray[] {part});
      outputs(y, g).assign(part);
    }
    return y;
  }

  /** Writes both gradients. */
  void backward(
      INDArray image,
      INDArray weights,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient) {
    INDArray x = border.around(image);
    INDArray whole = x.like();
    for (int g = 0; g < geometry.groups(); g++) {
      INDArray xs = inputs(x, g).dup('c');
      INDArray ws = filters(weights, g).dup('c');
      INDArray xGradient = xs.like();
      INDArray wGradient = ws.like();
      run(
          "conv2d_bp",
          new INDArray[] {xs, ws, outputs(outputGradient, g).dup('c')},
          new INDArray[] {xGradient, wGradient});
      inputs(whole, g).assign(xGradient);
      filters(weightGradient, g).assign(wGradient);
    }
    inputGradient.assign(border.inside(whole));
  }

  private long[] groupOutput(long images) {
    return new long[] {
      images, output.height(), output.width(), output.channels() / geometry.groups()
    };
  }

  private INDArray inputs(INDArray x, int g) {
    return channels(x, g, geometry.inChannels() / geometry.groups());
  }

  private INDArray outputs(INDArray y, int g) {
    return channels(y, g, geometry.outChannels() / geometry.groups());
  }

  private static INDArray channels(INDArray a, int g, int width) {
    INDArrayIndex all = NDArrayIndex.all();
    return a.get(all, all, all, NDArrayIndex.interval((long) g * width, (long) (g + 1) * width));
  }

  private INDArray filters(INDArray w, int g) {
    int width = geometry.outChannels() / geometry.groups();
    INDArrayIndex all = NDArrayIndex.all();
    return w.get(NDArrayIndex.interval((long) g * width, (long) (g + 1) * width), all, all, all);
  }

  private void run(String op, INDArray[] inputs, INDArray[] results) {
    Window.Axis rows = geometry.window().rows();
    Window.Axis columns = geometry.window().columns();
    int explicitPadding = 0;
    int channelsLast = 1;
    int filtersFirst = 2; // [outChannels, kernel, kernel, inChannels]
    Nd4j.exec(
        DynamicCustomOp.builder(op)
            .addInputs(inputs)
            .addOutputs(results)
            .addIntegerArguments(
                rows.kernel(),
                columns.kernel(),
                rows.stride(),
                columns.stride(),
                border.rows(),
                border.columns(),
                1,
                1,
                explicitPadding,
                channelsLast,
                filtersFirst)
            .build());
  }
}
