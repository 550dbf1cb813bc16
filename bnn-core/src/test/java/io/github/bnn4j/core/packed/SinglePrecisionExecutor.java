// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.List;

/**
 * Runs the layers of any network the slow and obvious way, in the very operations of single
 * precision that define them: every kernel must give these bits.
 */
final class SinglePrecisionExecutor {

  private SinglePrecisionExecutor() {}

  /** A value between two layers, [H, W, C]; signs are +1 and -1, sums whole numbers. */
  private record Value(FeatureShape shape, float[] elements) {

    float at(int y, int x, int c) {
      return elements[(y * shape.width() + x) * shape.channels() + c];
    }
  }

  private interface Element {
    float at(int y, int x, int c);
  }

  /** What is made of the result so far and one tap of a window. */
  private interface Tap {
    float next(float soFar, int tap, int y, int x);
  }

  static float[] logits(PackedNetwork network, float[] normalised) {
    Value image = new Value(network.input().shape().features(), normalised);
    List<Value> values =
        network
            .graph()
            .evaluate(
                image,
                new Graph.Evaluation<PackedLayer, Value>() {
                  @Override
                  public Value layer(PackedLayer layer, Value in) {
                    return layer.accept(new Layers(in));
                  }

                  @Override
                  public Value join(Join how, List<Value> inputs) {
                    return joined(how, inputs);
                  }
                });
    return values.get(values.size() - 1).elements();
  }

  private static Value joined(Join how, List<Value> inputs) {
    FeatureShape shape = how.outputShape(inputs.stream().map(Value::shape).toList());
    return fill(
        shape,
        (y, x, c) -> {
          float sum = 0;
          int channel = c;
          for (Value in : inputs) {
            if (how == Join.ADD) {
              sum += in.at(y, x, c);
            } else if (channel >= 0 && channel < in.shape().channels()) {
              return in.at(y, x, channel);
            }
            channel -= in.shape().channels();
          }
          return sum;
        });
  }

  /** What each layer makes of an input. */
  private record Layers(Value in) implements PackedLayer.Visitor<Value> {

    @Override
    public Value visit(FloatConv2d conv) {
      return convolution(conv.geometry(), conv.weights(), conv.bias());
    }

    @Override
    public Value visit(BitConv2d conv) {
      ConvGeometry geometry = conv.geometry();
      return convolution(geometry, conv.weights().toSigns(), new float[geometry.outChannels()]);
    }

    /** Starts with the bias and adds tap by tap, channel by channel. */
    private Value convolution(ConvGeometry geometry, float[] weights, float[] bias) {
      int perGroup = geometry.perGroup();
      return fill(
          in.shape.through(geometry.window(), geometry.outChannels()),
          (y, x, out) -> {
            int first = out / (geometry.outChannels() / geometry.groups()) * perGroup;
            return fold(
                geometry.window(),
                y,
                x,
                bias[out],
                (soFar, tap, row, column) -> {
                  float sum = soFar;
                  for (int c = 0; c < perGroup; c++) {
                    float weight = weights[out * geometry.depth() + tap * perGroup + c];
                    sum = Math.fma(weight, in.at(row, column, first + c), sum);
                  }
                  return sum;
                });
          });
    }

    @Override
    public Value visit(Affine affine) {
      float[] scale = affine.scale();
      float[] shift = affine.shift();
      return each((y, x, c) -> Math.fma(scale[c], in.at(y, x, c), shift[c]));
    }

    @Override
    public Value visit(Relu relu) {
      return each((y, x, c) -> in.at(y, x, c) > 0 ? in.at(y, x, c) : 0);
    }

    @Override
    public Value visit(Prelu prelu) {
      float[] shift = prelu.shift();
      float[] slope = prelu.slope();
      float[] offset = prelu.offset();
      return each(
          (y, x, c) -> {
            float d = in.at(y, x, c) - shift[c];
            return (d > 0 ? d : slope[c] * d) + offset[c];
          });
    }

    @Override
    public Value visit(Shuffle shuffle) {
      return each((y, x, c) -> in.at(y, x, shuffle.source(c, in.shape.channels())));
    }

    @Override
    public Value visit(FloatThreshold threshold) {
      float[] limit = threshold.threshold();
      return each((y, x, c) -> sign(in.at(y, x, c) >= limit[c], threshold.flip(), c));
    }

    @Override
    public Value visit(IntThreshold threshold) {
      int[] limit = threshold.threshold();
      return each((y, x, c) -> sign((int) in.at(y, x, c) >= limit[c], threshold.flip(), c));
    }

    @Override
    public Value visit(MaxPool pool) {
      return windows(
          pool.window(),
          (y, x, c) ->
              fold(
                  pool.window(),
                  y,
                  x,
                  Float.NEGATIVE_INFINITY,
                  (soFar, tap, row, column) -> Math.max(soFar, in.at(row, column, c))));
    }

    @Override
    public Value visit(AvgPool pool) {
      return windows(
          pool.window(),
          (y, x, c) ->
              fold(
                      pool.window(),
                      y,
                      x,
                      0,
                      (soFar, tap, row, column) -> soFar + in.at(row, column, c))
                  / pool.window().taps());
    }

    @Override
    public Value visit(AvgPoolThreshold pool) {
      int[] cut = pool.cut();
      int[][] limit = pool.limit();
      return windows(
          pool.window(),
          (y, x, c) -> {
            float count =
                fold(
                    pool.window(),
                    y,
                    x,
                    0,
                    (soFar, tap, row, column) ->
                        soFar + ((int) in.at(row, column, c) >= cut[c] ? 1 : 0));
            float sum =
                fold(
                    pool.window(),
                    y,
                    x,
                    0,
                    (soFar, tap, row, column) ->
                        soFar
                            + ((int) in.at(row, column, c) >= cut[c] ? in.at(row, column, c) : 0));
            return sign((int) sum >= limit[c][(int) count], pool.flip(), c);
          });
    }

    private static float sign(boolean reached, BitTensor flip, int c) {
      return reached != flip.get(c) ? 1 : -1;
    }

    private Value each(Element element) {
      return fill(in.shape, element);
    }

    private Value windows(Window window, Element element) {
      return fill(in.shape.through(window, in.shape.channels()), element);
    }

    /** Goes through the taps of a window inside the image, row by row. */
    private float fold(Window window, int y, int x, float start, Tap step) {
      float result = start;
      for (int tap = 0; tap < window.taps(); tap++) {
        int row = window.rows().start(y) + tap / window.columns().kernel();
        int column = window.columns().start(x) + tap % window.columns().kernel();
        if (row >= 0 && row < in.shape.height() && column >= 0 && column < in.shape.width()) {
          result = step.next(result, tap, row, column);
        }
      }
      return result;
    }
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
