// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.List;

/**
 * Runs the layers of residual networks the slow and obvious way, in the very operations of single
 * precision that define them: every kernel must give these bits.
 */
final class SinglePrecisionExecutor {

  private SinglePrecisionExecutor() {}

  /** A value between two layers, [H, W, C]; signs are +1 and -1, sums whole numbers. */
  private record Value(FeatureShape shape, float[] elements) {

    /** Returns an element, 0 outside. */
    float at(int y, int x, int c) {
      boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
      return inside ? elements[(y * shape.width() + x) * shape.channels() + c] : 0;
    }
  }

  private interface Element {
    float at(int y, int x, int c);
  }

  static float[] logits(PackedNetwork network, float[] normalised) {
    ValueShape input = network.input().shape();
    Value image =
        new Value(new FeatureShape(input.height(), input.width(), input.channels()), normalised);
    List<Value> values =
        network
            .graph()
            .evaluate(
                image,
                new Graph.Evaluation<PackedLayer, Value>() {
                  @Override
                  public Value layer(PackedLayer layer, Value in) {
                    return apply(layer, in);
                  }

                  @Override
                  public Value join(Join how, List<Value> inputs) {
                    Value a = inputs.get(0);
                    Value b = inputs.get(1);
                    return fill(a.shape(), (y, x, c) -> a.at(y, x, c) + b.at(y, x, c));
                  }
                });
    return values.get(values.size() - 1).elements();
  }

  private static Value apply(PackedLayer layer, Value in) {
    FeatureShape shape = in.shape();
    if (layer instanceof FloatConv2d conv) {
      float[] weights = conv.weights();
      float[] bias = conv.bias();
      return convolve(conv.geometry(), in, weights, bias);
    }
    if (layer instanceof BitConv2d conv) {
      float[] signs = new float[conv.geometry().weights()];
      for (int i = 0; i < signs.length; i++) {
        signs[i] = conv.weights().get(i) ? -1 : 1;
      }
      return convolve(conv.geometry(), in, signs, new float[conv.geometry().outChannels()]);
    }
    if (layer instanceof Affine affine) {
      float[] scale = affine.scale();
      float[] shift = affine.shift();
      return fill(shape, (y, x, c) -> Math.fma(scale[c], in.at(y, x, c), shift[c]));
    }
    if (layer instanceof FloatThreshold threshold) {
      float[] limit = threshold.threshold();
      return fill(
          shape, (y, x, c) -> in.at(y, x, c) >= limit[c] != threshold.flip().get(c) ? 1 : -1);
    }
    if (layer instanceof Prelu prelu) {
      float[] shift = prelu.shift();
      float[] slope = prelu.slope();
      float[] offset = prelu.offset();
      return fill(
          shape,
          (y, x, c) -> {
            float d = in.at(y, x, c) - shift[c];
            return (d > 0 ? d : slope[c] * d) + offset[c];
          });
    }
    AvgPool pool = (AvgPool) layer;
    int kernel = pool.window().rows().kernel();
    int stride = pool.window().rows().stride();
    FeatureShape pooled =
        new FeatureShape(
            pool.window().rows().outputSize(shape.height()),
            pool.window().columns().outputSize(shape.width()),
            shape.channels());
    return fill(
        pooled,
        (y, x, c) -> {
          float sum = 0;
          for (int tap = 0; tap < kernel * kernel; tap++) {
            sum += in.at(y * stride + tap / kernel, x * stride + tap % kernel, c);
          }
          return sum / (kernel * kernel);
        });
  }

  private static Value convolve(ConvGeometry geometry, Value in, float[] weights, float[] bias) {
    Window.Axis side = geometry.window().rows(); // the networks here have square windows
    int channels = geometry.inChannels();
    FeatureShape shape =
        new FeatureShape(
            side.outputSize(in.shape().height()),
            side.outputSize(in.shape().width()),
            geometry.outChannels());
    return fill(
        shape,
        (y, x, o) -> {
          float sum = bias[o];
          for (int i = 0; i < geometry.depth(); i++) {
            int tap = i / channels;
            int row = side.start(y) + tap / side.kernel();
            int column = side.start(x) + tap % side.kernel();
            float value = in.at(row, column, i % channels);
            sum = Math.fma(weights[o * geometry.depth() + i], value, sum);
          }
          return sum;
        });
  }

  private static Value fill(FeatureShape shape, Element element) {
    float[] elements = new float[shape.size()];
    int i = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          elements[i++] = element.at(y, x, c);
        }
      }
    }
    return new Value(shape, elements);
  }
}
