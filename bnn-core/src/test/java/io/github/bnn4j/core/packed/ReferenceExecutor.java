// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.List;

/** Runs packed layers the slow and obvious way: plain loops over [H][W][C] arrays of double. */
final class ReferenceExecutor {

  private ReferenceExecutor() {}

  /** A value between two layers; signs are +1 and -1. */
  record Value(ValueShape shape, double[] elements) {

    double at(int y, int x, int c) {
      return elements[(y * shape.width() + x) * shape.channels() + c];
    }

    boolean inside(int y, int x) {
      return y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
    }
  }

  /** Returns the values of every node, behind the image. */
  static List<Value> trace(PackedNetwork network, float[] normalised) {
    double[] elements = new double[normalised.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = normalised[i];
    }
    Value image = new Value(network.input().shape(), elements);
    return network
        .graph()
        .evaluate(
            image,
            new Graph.Evaluation<PackedLayer, Value>() {
              @Override
              public Value layer(PackedLayer layer, Value input) {
                return apply(layer, input);
              }

              @Override
              public Value join(Join how, List<Value> inputs) {
                return joined(how, inputs);
              }
            });
  }

  static double[] logits(PackedNetwork network, float[] normalised) {
    List<Value> values = trace(network, normalised);
    return values.get(values.size() - 1).elements();
  }

  static float[] normalise(ImageSpec spec, byte[] pixels) {
    float[] result = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      result[i] = spec.normalise(pixels[i] & 0xff, i % spec.channels());
    }
    return result;
  }

  static Value apply(PackedLayer layer, Value in) {
    return fill(layer.outputShape(in.shape()), layer.accept(new Layers(in)));
  }

  private static Value joined(Join how, List<Value> inputs) {
    FeatureShape features =
        how.outputShape(inputs.stream().map(input -> input.shape().features()).toList());
    ValueShape shape = new ValueShape(inputs.get(0).shape().kind(), features);
    return switch (how) {
      case ADD -> fill(shape, (y, x, c) -> inputs.stream().mapToDouble(in -> in.at(y, x, c)).sum());
      case CONCAT ->
          fill(
              shape,
              (y, x, c) -> {
                int channel = c;
                for (Value in : inputs) {
                  if (channel < in.shape().channels()) {
                    return in.at(y, x, channel);
                  }
                  channel -= in.shape().channels();
                }
                throw new AssertionError(c);
              });
    };
  }

  private static Value fill(ValueShape shape, Element element) {
    double[] out = new double[shape.size()];
    int i = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          out[i++] = element.at(y, x, c);
        }
      }
    }
    return new Value(shape, out);
  }

  private interface Element {
    double at(int y, int x, int c);
  }

  /** What each element of a layer of an input is. */
  private record Layers(Value in) implements PackedLayer.Visitor<Element> {

    @Override
    public Element visit(FloatConv2d conv) {
      float[] weights = conv.weights();
      float[] bias = conv.bias();
      return (y, x, c) -> bias[c] + convolve(conv.geometry(), weights, in, y, x, c);
    }

    @Override
    public Element visit(BitConv2d conv) {
      float[] signs = conv.weights().toSigns();
      return (y, x, c) -> convolve(conv.geometry(), signs, in, y, x, c);
    }

    @Override
    public Element visit(Affine affine) {
      float[] scale = affine.scale();
      float[] shift = affine.shift();
      return (y, x, c) -> (double) scale[c] * in.at(y, x, c) + shift[c];
    }

    @Override
    public Element visit(Relu relu) {
      return (y, x, c) -> Math.max(0, in.at(y, x, c));
    }

    @Override
    public Element visit(Prelu prelu) {
      float[] shift = prelu.shift();
      float[] slope = prelu.slope();
      float[] offset = prelu.offset();
      return (y, x, c) -> {
        double d = in.at(y, x, c) - shift[c];
        return (d > 0 ? d : slope[c] * d) + offset[c];
      };
    }

    @Override
    public Element visit(Shuffle shuffle) {
      return (y, x, c) -> in.at(y, x, shuffle.source(c, in.shape().channels()));
    }

    @Override
    public Element visit(FloatThreshold l) {
      float[] threshold = l.threshold();
      return (y, x, c) -> sign(in.at(y, x, c) >= threshold[c], l.flip().get(c));
    }

    @Override
    public Element visit(IntThreshold l) {
      int[] threshold = l.threshold();
      return (y, x, c) -> sign(in.at(y, x, c) >= threshold[c], l.flip().get(c));
    }

    @Override
    public Element visit(MaxPool pool) {
      return (y, x, c) ->
          window(pool.window(), in, y, x, c).stream().reduce(Math::max).orElseThrow();
    }

    @Override
    public Element visit(AvgPool pool) {
      return (y, x, c) ->
          window(pool.window(), in, y, x, c).stream().reduce(0.0, Double::sum)
              / pool.window().taps();
    }

    @Override
    public Element visit(AvgPoolThreshold pool) {
      int[] cut = pool.cut();
      int[][] limit = pool.limit();
      return (y, x, c) -> {
        List<Double> passing =
            window(pool.window(), in, y, x, c).stream().filter(z -> z >= cut[c]).toList();
        double sum = passing.stream().reduce(0.0, Double::sum);
        return sign(sum >= limit[c][passing.size()], pool.flip().get(c));
      };
    }
  }

  private static double sign(boolean reached, boolean flip) {
    return reached != flip ? 1 : -1;
  }

  private static double convolve(ConvGeometry g, float[] weights, Value in, int y, int x, int o) {
    int perGroup = g.inChannels() / g.groups();
    int firstChannel = o / (g.outChannels() / g.groups()) * perGroup;
    double sum = 0;
    Window.Axis rows = g.window().rows();
    Window.Axis columns = g.window().columns();
    for (int ky = 0; ky < rows.kernel(); ky++) {
      for (int kx = 0; kx < columns.kernel(); kx++) {
        int iy = y * rows.stride() - rows.before() + ky;
        int ix = x * columns.stride() - columns.before() + kx;
        if (in.inside(iy, ix)) {
          for (int c = 0; c < perGroup; c++) {
            sum +=
                in.at(iy, ix, firstChannel + c)
                    * weights[((o * rows.kernel() + ky) * columns.kernel() + kx) * perGroup + c];
          }
        }
      }
    }
    return sum;
  }

  private static List<Double> window(Window window, Value in, int y, int x, int c) {
    List<Double> taps = new ArrayList<>();
    Window.Axis rows = window.rows();
    Window.Axis columns = window.columns();
    for (int ky = 0; ky < rows.kernel(); ky++) {
      for (int kx = 0; kx < columns.kernel(); kx++) {
        int iy = y * rows.stride() - rows.before() + ky;
        int ix = x * columns.stride() - columns.before() + kx;
        if (in.inside(iy, ix)) {
          taps.add(in.at(iy, ix, c));
        }
      }
    }
    return taps;
  }
}
