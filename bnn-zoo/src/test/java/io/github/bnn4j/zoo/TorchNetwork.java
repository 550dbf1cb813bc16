// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.layers.io.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * What the PyTorch projects' models compute in evaluation, written from their definitions: in
 * double, one image [C, H, W], slowly, with random parameters under PyTorch's names.
 */
final class TorchNetwork {

  private final Map<String, Tensor> state;
  private double[] x;
  private int channels;
  private int side;

  private TorchNetwork(Map<String, Tensor> state, float[] image, int side) {
    this.state = state;
    this.side = side;
    this.channels = image.length / side / side;
    this.x = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      x[i] = image[i];
    }
  }

  /** jiecaoyu/XNOR-Net-PyTorch: the network that is the name's only one there. */
  static double[] xnorNet(Map<String, Tensor> state, float[] image) {
    TorchNetwork net = new TorchNetwork(state, image, 32);
    net.convolution("xnor.0", 2, 1, false);
    net.normalize("xnor.1", 1e-4, 0);
    net.rectify();
    net.xnorBlock("xnor.3", 0);
    net.xnorBlock("xnor.4", 0);
    net.pool(true, 3, 2, 1);
    net.xnorBlock("xnor.6", 2);
    net.xnorBlock("xnor.7", 0);
    net.xnorBlock("xnor.8", 0);
    net.pool(false, 3, 2, 1);
    net.xnorBlock("xnor.10", 1);
    net.xnorBlock("xnor.11", 0);
    net.normalize("xnor.12", 1e-4, 0);
    net.convolution("xnor.13", 0, 1, false);
    net.rectify();
    net.pool(false, 8, 1, 0);
    return net.x;
  }

  private void xnorBlock(String name, int padding) {
    normalize(name + ".bn", 1e-4, 0.01);
    map(v -> v >= 0 ? 1 : -1);
    convolution(name + ".conv", padding, 1, true);
    rectify();
  }

  /** onion-rain/MCTS: nin, nin_gc, nin_xnornet or nin_gc_xnornet. */
  static double[] mcts(
      Map<String, Tensor> state, float[] image, boolean binary, int[] groups, boolean shuffle) {
    TorchNetwork net = new TorchNetwork(state, image, 32);
    int[] positions = {0, 1, 2, 4, 5, 6, 8, 9, 10};
    int[] paddings = {2, 0, 0, 2, 0, 0, 1, 0, 0};
    for (int i = 0; i < 9; i++) {
      String name = "sequential." + positions[i];
      int shuffled = shuffle && i > 0 ? groups[i - 1] : 1;
      if (shuffled > 1) {
        net.shuffle(shuffled);
      }
      boolean signs = binary && i > 0 && i < 8;
      if (signs) {
        net.normalize(name + ".norm", 1e-5, Double.NEGATIVE_INFINITY);
        net.map(v -> v >= 0 ? 1 : -1);
      }
      net.convolution(name + ".conv", paddings[i], groups[i], signs);
      if (!signs) {
        net.normalize(name + ".norm", 1e-5, Double.NEGATIVE_INFINITY);
      }
      net.rectify();
      if (i == 2) {
        net.pool(true, 3, 2, 1);
      } else if (i == 5) {
        net.pool(false, 3, 2, 1);
      }
    }
    net.pool(false, 8, 1, 0);
    return net.x;
  }

  private void map(DoubleUnaryOperator function) {
    Arrays.setAll(x, i -> function.applyAsDouble(x[i]));
  }

  private void rectify() {
    map(v -> Math.max(v, 0));
  }

  private void normalize(String name, double epsilon, double smallestScale) {
    float[] mean = state.get(name + ".running_mean").values();
    float[] variance = state.get(name + ".running_var").values();
    Tensor scale = state.get(name + ".weight");
    Tensor shift = state.get(name + ".bias");
    int pixels = side * side;
    Arrays.setAll(
        x,
        i -> {
          int c = i / pixels;
          double y = (x[i] - mean[c]) / Math.sqrt(variance[c] + epsilon);
          return scale == null
              ? y
              : y * Math.max(smallestScale, scale.values()[c]) + shift.values()[c];
        });
  }

  private void shuffle(int groups) {
    double[] y = new double[x.length];
    int pixels = side * side;
    int perGroup = channels / groups;
    for (int g = 0; g < groups; g++) {
      for (int c = 0; c < perGroup; c++) {
        System.arraycopy(x, (g * perGroup + c) * pixels, y, (c * groups + g) * pixels, pixels);
      }
    }
    x = y;
  }

  /** Stride 1; binary weights are centred, clamped and scaled first. */
  private void convolution(String name, int padding, int groups, boolean binary) {
    Tensor weight = state.get(name + ".weight");
    float[] bias = state.get(name + ".bias").values();
    int out = (int) weight.shape()[0];
    int in = (int) weight.shape()[1];
    int kernel = (int) weight.shape()[2];
    double[] w = binary ? binarize(weight, out, in, kernel * kernel) : doubles(weight.values());
    double[] y = new double[out * side * side];
    for (int o = 0; o < out; o++) {
      int first = o / (out / groups) * in;
      Arrays.fill(y, o * side * side, (o + 1) * side * side, bias[o]);
      for (int i = 0; i < in; i++) {
        for (int ky = 0; ky < kernel; ky++) {
          for (int kx = 0; kx < kernel; kx++) {
            double tap = w[((o * in + i) * kernel + ky) * kernel + kx];
            add(y, o, first + i, ky - padding, kx - padding, tap);
          }
        }
      }
    }
    x = y;
    channels = out;
  }

  private void add(double[] y, int out, int in, int dy, int dx, double tap) {
    for (int row = Math.max(0, -dy); row < Math.min(side, side - dy); row++) {
      int to = (out * side + row) * side;
      int from = (in * side + row + dy) * side + dx;
      for (int column = Math.max(0, -dx); column < Math.min(side, side - dx); column++) {
        y[to + column] += tap * x[from + column];
      }
    }
  }

  private static double[] binarize(Tensor weight, int out, int in, int taps) {
    double[] w = doubles(weight.values());
    double[] binary = new double[w.length];
    for (int o = 0; o < out; o++) {
      double sum = 0;
      for (int t = 0; t < taps; t++) {
        double mean = 0;
        for (int i = 0; i < in; i++) {
          mean += w[(o * in + i) * taps + t] / in;
        }
        for (int i = 0; i < in; i++) {
          int at = (o * in + i) * taps + t;
          w[at] = Math.max(-1, Math.min(1, w[at] - mean));
          sum += Math.abs(w[at]);
        }
      }
      for (int at = o * in * taps; at < (o + 1) * in * taps; at++) {
        binary[at] = Math.signum(w[at]) * sum / (in * taps);
      }
    }
    return binary;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }

  /** Padding counts as zeros in an average. */
  private void pool(boolean maximum, int kernel, int stride, int padding) {
    int size = (side + 2 * padding - kernel) / stride + 1;
    double[] y = new double[channels * size * size];
    for (int i = 0; i < y.length; i++) {
      int top = i / size % size * stride - padding;
      int left = i % size * stride - padding;
      double result = maximum ? Double.NEGATIVE_INFINITY : 0;
      for (int row = Math.max(0, top); row < Math.min(side, top + kernel); row++) {
        for (int column = Math.max(0, left); column < Math.min(side, left + kernel); column++) {
          double v = x[(i / size / size * side + row) * side + column];
          result = maximum ? Math.max(result, v) : result + v / (kernel * kernel);
        }
      }
      y[i] = result;
    }
    x = y;
    side = size;
  }

  /** Random parameters of jiecaoyu's network. */
  static Map<String, Tensor> xnorNetState(long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> state = new LinkedHashMap<>();
    int[] channels = {192, 160, 96, 192, 192, 192, 192, 192};
    int[] positions = {0, 3, 4, 6, 7, 8, 10, 11};
    int[] kernels = {5, 1, 1, 5, 1, 1, 3, 1};
    conv(state, random, "xnor.0", 192, 3, 5);
    norm(state, random, "xnor.1", 192, false);
    for (int i = 1; i < 8; i++) {
      String name = "xnor." + positions[i];
      norm(state, random, name + ".bn", channels[i - 1], true);
      conv(state, random, name + ".conv", channels[i], channels[i - 1], kernels[i]);
    }
    norm(state, random, "xnor.12", 192, false);
    conv(state, random, "xnor.13", 10, 192, 1);
    return state;
  }

  /** Random parameters of a network of MCTS, whose normalisations have the given name. */
  static Map<String, Tensor> mctsState(
      long seed, boolean binary, int[] channels, int[] groups, String norm) {
    Random random = new Random(seed);
    Map<String, Tensor> state = new LinkedHashMap<>();
    int[] positions = {0, 1, 2, 4, 5, 6, 8, 9, 10};
    int[] kernels = {5, 1, 1, 5, 1, 1, 3, 1, 1};
    int in = 3;
    for (int i = 0; i < 9; i++) {
      int out = i == 8 ? 10 : channels[i];
      String name = "sequential." + positions[i];
      boolean signs = binary && i > 0 && i < 8;
      norm(state, random, name + "." + norm, signs ? in : out, true);
      conv(state, random, name + ".conv", out, in / groups[i], kernels[i]);
      in = out;
    }
    return state;
  }

  private static void conv(
      Map<String, Tensor> state, Random random, String name, int out, int in, int kernel) {
    float scale = (float) Math.sqrt(2.0 / (in * kernel * kernel));
    state.put(name + ".weight", tensor(random, 0, scale, out, in, kernel, kernel));
    state.put(name + ".bias", tensor(random, 0, 0.1f, out));
  }

  private static void norm(
      Map<String, Tensor> state, Random random, String name, int channels, boolean affine) {
    if (affine) {
      state.put(name + ".weight", tensor(random, 1, 0.6f, channels));
      state.put(name + ".bias", tensor(random, 0, 0.1f, channels));
    }
    state.put(name + ".running_mean", tensor(random, 0.3f, 0.1f, channels));
    Tensor variance = tensor(random, 0, 0.01f, channels);
    for (int c = 0; c < channels; c++) {
      variance.values()[c] = 0.001f + Math.abs(variance.values()[c]);
    }
    state.put(name + ".running_var", variance);
  }

  private static Tensor tensor(Random random, float mean, float deviation, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + deviation * (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }
}
