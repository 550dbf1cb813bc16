// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.layers.io.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What the models of liuzechun/Bi-Real-net and liuzechun/ReActNet compute in evaluation, written
 * from their definitions: in double, one image [C, H, W], slowly. Parameters that are asked for
 * under PyTorch's names are made up, so that running a model makes its state.
 */
final class HardBinaryNetwork {

  /** Features of one image. */
  record Features(double[] x, int channels, int side) {

    double at(int c, int row, int column) {
      boolean inside = row >= 0 && row < side && column >= 0 && column < side;
      return inside ? x[(c * side + row) * side + column] : 0;
    }
  }

  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private final Random random;

  HardBinaryNetwork(long seed) {
    random = new Random(seed);
  }

  Map<String, Tensor> state() {
    return state;
  }

  double[] birealnet18(Features image, int classes) {
    Features x = maximum(norm("bn1", convolution("conv1", image, 64, 7, 2)));
    for (int stage = 1; stage <= 4; stage++) {
      for (int block = 0; block < 4; block++) {
        String name = "layer" + stage + "." + block + ".";
        int stride = stage > 1 && block == 0 ? 2 : 1;
        int outputs = 32 << stage;
        Features shortcut = x;
        if (stride == 2) {
          Features half = convolution(name + "downsample.1", mean(x, 2), outputs, 1, 1);
          shortcut = norm(name + "downsample.2", half);
        }
        Features sums = binary(name + "binary_conv", signs(x), outputs, 3, stride);
        x = add(norm(name + "bn1", sums), shortcut);
      }
    }
    return linear("fc", mean(x, x.side()), classes);
  }

  double[] reactnet(Features image, int classes) {
    int[] channels = {32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    Features x = norm("feature.0.bn1", convolution("feature.0.conv1", image, 32, 3, 2));
    for (int i = 1; i < channels.length; i++) {
      String name = "feature." + i + ".";
      int in = channels[i - 1];
      int stride = channels[i] > in && i > 1 ? 2 : 1;
      Features signs = signs(moved(name + "move11", x));
      Features first = norm(name + "bn1", binary(name + "binary_3x3", signs, in, 3, stride));
      first = activated(name, 1, add(first, stride == 2 ? mean(x, 2) : x));
      Features second = signs(moved(name + "move21", first));
      if (channels[i] == in) {
        x = add(norm(name + "bn2", binary(name + "binary_pw", second, in, 1, 1)), first);
      } else {
        Features left = binary(name + "binary_pw_down1", second, in, 1, 1);
        Features right = binary(name + "binary_pw_down2", second, in, 1, 1);
        x = behind(add(norm(name + "bn2_1", left), first), add(norm(name + "bn2_2", right), first));
      }
      x = activated(name, 2, x);
    }
    return linear("fc", mean(x, x.side()), classes);
  }

  private Features activated(String name, int number, Features x) {
    Features shifted = moved(name + "move" + number + "2", x);
    float[] slope = vector(name + "prelu" + number + ".weight", x.channels(), 0.25, 0.1);
    int pixels = x.side() * x.side();
    double[] y = shifted.x().clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] > 0 ? y[i] : slope[i / pixels] * y[i];
    }
    return moved(name + "move" + number + "3", new Features(y, x.channels(), x.side()));
  }

  private Features moved(String name, Features x) {
    float[] bias = parameter(name + ".bias", 0, 0.3, 1, x.channels(), 1, 1);
    int pixels = x.side() * x.side();
    double[] y = x.x().clone();
    for (int i = 0; i < y.length; i++) {
      y[i] += bias[i / pixels];
    }
    return new Features(y, x.channels(), x.side());
  }

  private static Features signs(Features x) {
    double[] y = x.x().clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.signum(y[i]);
    }
    return new Features(y, x.channels(), x.side());
  }

  private Features norm(String name, Features x) {
    float[] scale = vector(name + ".weight", x.channels(), 1, 0.2);
    float[] shift = vector(name + ".bias", x.channels(), 0, 0.3);
    float[] mean = vector(name + ".running_mean", x.channels(), 0, 0.3);
    float[] variance = vector(name + ".running_var", x.channels(), 1.5, 0.2);
    int pixels = x.side() * x.side();
    double[] y = x.x().clone();
    for (int i = 0; i < y.length; i++) {
      int c = i / pixels;
      y[i] = (y[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * scale[c] + shift[c];
    }
    return new Features(y, x.channels(), x.side());
  }

  private Features convolution(String name, Features x, int outputs, int kernel, int stride) {
    double deviation = Math.sqrt(1.0 / (x.channels() * kernel * kernel));
    float[] weights =
        parameter(name + ".weight", 0, deviation, outputs, x.channels(), kernel, kernel);
    return convolve(x, weights, outputs, kernel, stride);
  }

  /** Signs of the latent weights, which are stored as a column, times their mean magnitude. */
  private Features binary(String name, Features x, int outputs, int kernel, int stride) {
    int depth = x.channels() * kernel * kernel;
    float[] latent = parameter(name + ".weights", 0, Math.sqrt(2.0 / depth), outputs * depth, 1);
    float[] signs = new float[latent.length];
    double[] alpha = new double[outputs];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = Math.signum(latent[i]);
      alpha[i / depth] += Math.abs(latent[i]) / (double) depth;
    }
    Features sums = convolve(x, signs, outputs, kernel, stride);
    int pixels = sums.side() * sums.side();
    for (int i = 0; i < sums.x().length; i++) {
      sums.x()[i] *= alpha[i / pixels];
    }
    return sums;
  }

  private static Features convolve(
      Features x, float[] weights, int outputs, int kernel, int stride) {
    int half = kernel / 2;
    int side = (x.side() + 2 * half - kernel) / stride + 1;
    double[] y = new double[outputs * side * side];
    for (int i = 0; i < y.length; i++) {
      int o = i / side / side;
      int top = i / side % side * stride - half;
      int left = i % side * stride - half;
      double sum = 0;
      int at = o * x.channels() * kernel * kernel;
      for (int c = 0; c < x.channels(); c++) {
        for (int tap = 0; tap < kernel * kernel; tap++) {
          sum += weights[at++] * x.at(c, top + tap / kernel, left + tap % kernel);
        }
      }
      y[i] = sum;
    }
    return new Features(y, outputs, side);
  }

  private static Features maximum(Features x) {
    int side = (x.side() - 1) / 2 + 1;
    double[] y = new double[x.channels() * side * side];
    for (int i = 0; i < y.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int tap = 0; tap < 9; tap++) {
        int row = i / side % side * 2 - 1 + tap / 3;
        int column = i % side * 2 - 1 + tap % 3;
        if (row >= 0 && row < x.side() && column >= 0 && column < x.side()) {
          largest = Math.max(largest, x.at(i / side / side, row, column));
        }
      }
      y[i] = largest;
    }
    return new Features(y, x.channels(), side);
  }

  private static Features mean(Features x, int kernel) {
    int side = x.side() / kernel;
    double[] y = new double[x.channels() * side * side];
    for (int i = 0; i < y.length; i++) {
      for (int tap = 0; tap < kernel * kernel; tap++) {
        int row = i / side % side * kernel + tap / kernel;
        y[i] += x.at(i / side / side, row, i % side * kernel + tap % kernel) / (kernel * kernel);
      }
    }
    return new Features(y, x.channels(), side);
  }

  private static Features add(Features a, Features b) {
    double[] y = a.x().clone();
    for (int i = 0; i < y.length; i++) {
      y[i] += b.x()[i];
    }
    return new Features(y, a.channels(), a.side());
  }

  private static Features behind(Features a, Features b) {
    double[] y = new double[a.x().length + b.x().length];
    System.arraycopy(a.x(), 0, y, 0, a.x().length);
    System.arraycopy(b.x(), 0, y, a.x().length, b.x().length);
    return new Features(y, a.channels() + b.channels(), a.side());
  }

  private double[] linear(String name, Features x, int classes) {
    float[] weights = parameter(name + ".weight", 0, 0.1, classes, x.channels());
    float[] bias = vector(name + ".bias", classes, 0, 0.1);
    double[] y = new double[classes];
    for (int k = 0; k < classes; k++) {
      y[k] = bias[k];
      for (int c = 0; c < x.channels(); c++) {
        y[k] += weights[k * x.channels() + c] * x.x()[c];
      }
    }
    return y;
  }

  private float[] vector(String name, int size, double mean, double deviation) {
    return parameter(name, mean, deviation, size);
  }

  private float[] parameter(String name, double mean, double deviation, long... shape) {
    int size = 1;
    for (long side : shape) {
      size *= (int) side;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (mean + deviation * (2 * random.nextFloat() - 1));
    }
    state.put(name, new Tensor(shape, values));
    return values;
  }
}
