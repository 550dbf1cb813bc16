// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Linear;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import java.util.List;

/**
 * QuickNet (Bannink, T. et al. "Larq Compute Engine: Design, Benchmark, and Deploy State-of-the-Art
 * Binarized Neural Networks", MLSys 2021): residual blocks {@code y = x +
 * norm(relu(conv(sign(x))))} of one binary 3x3 convolution, between them float transitions that
 * halve the image: a maximum of 2x2, a depthwise 3x3 convolution that smooths, and a 1x1
 * convolution. The stem is light: 3x3, depthwise 3x3, 1x1. Padding is TensorFlow's SAME.
 *
 * <p>Two things differ from the network in larq's zoo: binary convolutions pad with zeros, as
 * everywhere here, not with +1, and the smoothing filters are trained, not fixed.
 *
 * @param name what the network is called in files and on the command line
 * @param blocks residual blocks of each section
 * @param channels channels of each section
 * @param classes how many classes it tells apart, at least 2
 * @param input the size of the images and how pixels become numbers
 */
public record QuickNetArchitecture(
    String name, List<Integer> blocks, List<Integer> channels, int classes, ImageSpec input)
    implements Architecture {

  /**
   * 13,234,088 parameters, as many as Larq Zoo gives for its QuickNet v1.0 (<a
   * href="https://github.com/larq/zoo/blob/0ff59843a66ad7a652abf50818977007b6ed14fa/larq_zoo/sota/quicknet.py">{@code
   * larq_zoo/sota/quicknet.py}</a>).
   */
  public static final QuickNetArchitecture QUICKNET =
      new QuickNetArchitecture(
          "quicknet",
          List.of(4, 4, 4, 4),
          List.of(64, 128, 256, 512),
          ImageNet.CLASSES,
          ImageNet.INPUT);

  /**
   * Copies the lists and checks them.
   *
   * @param name what the network is called in files and on the command line
   * @param blocks residual blocks of each section
   * @param channels channels of each section, those of the first a multiple of 4
   * @param classes how many classes it tells apart
   * @param input the size of the images and how pixels become numbers
   * @throws IllegalArgumentException if there are not as many blocks as channels, or fewer than two
   *     classes
   */
  public QuickNetArchitecture {
    blocks = List.copyOf(blocks);
    channels = List.copyOf(channels);
    if (blocks.isEmpty() || blocks.size() != channels.size() || channels.get(0) % 4 != 0) {
      throw new IllegalArgumentException(
          name
              + " needs as many numbers of blocks as of channels, the first of these a multiple of"
              + " 4, not "
              + blocks
              + " and "
              + channels
              + ".");
    }
    Classes.check(name, classes);
  }

  /** {@return the numbers of the classes} */
  @Override
  public List<String> labels() {
    return Classes.numbers(classes);
  }

  @Override
  public QuickNetArchitecture withClasses(int other) {
    return new QuickNetArchitecture(name, blocks, channels, other, input);
  }

  @Override
  public QuickNetArchitecture withInput(ImageSpec other) {
    return new QuickNetArchitecture(name, blocks, channels, classes, other);
  }

  @Override
  public Network network() {
    return new Builder().build();
  }

  private final class Builder {
    private final Network.Builder layers = Network.builder(input.shape().features());
    private FeatureShape shape = input.shape().features();
    private String stream = "";

    Network build() {
      stem(channels.get(0));
      for (int section = 1; section <= blocks.size(); section++) {
        if (section > 1) {
          transition("transition" + section, channels.get(section - 1));
        }
        for (int block = 1; block <= blocks.get(section - 1); block++) {
          block("section" + section + "_" + block);
        }
      }
      add("head.relu", new ReLU());
      add("head.pool", Pool.globalAverage());
      add("head.linear", new Linear(shape.channels(), classes));
      return layers.build();
    }

    private void stem(int outputs) {
      convolution("stem", outputs / 4, 3, 2, 1);
      add("stem.relu", new ReLU());
      convolution("stem.depthwise", outputs / 4, 3, 2, outputs / 4);
      convolution("stem.pointwise", outputs, 1, 1, 1);
    }

    private void transition(String name, int outputs) {
      add(name + ".relu", new ReLU());
      add(name + ".pool", Pool.max(2, 1, 0));
      add(name + ".smooth", conv(shape.channels(), 3, 2, shape.channels()));
      convolution(name, outputs, 1, 1, 1);
    }

    private void block(String name) {
      String shortcut = stream;
      int width = shape.channels();
      add(name + ".sign", new BinActiv());
      add(
          name + ".conv",
          new BinConv2d(
              new ConvGeometry(width, width, Window.same(3, 1, shape), 1),
              new Scaling.None(),
              LatentConstraint.CLIP,
              false));
      add(name + ".relu", new ReLU());
      add(name + ".norm", new BatchNorm(width));
      layers.join(name + ".add", Join.ADD, stream, shortcut);
      stream = name + ".add";
    }

    private void convolution(String name, int outputs, int kernel, int stride, int groups) {
      add(name + ".conv", conv(outputs, kernel, stride, groups));
      add(name + ".norm", new BatchNorm(outputs));
    }

    private Conv2d conv(int outputs, int kernel, int stride, int groups) {
      Window window = Window.same(kernel, stride, shape);
      return new Conv2d(new ConvGeometry(shape.channels(), outputs, window, groups), false);
    }

    private void add(String name, Layer layer) {
      layers.add(name, layer);
      shape = layer.outputShape(shape);
      stream = name;
    }
  }
}
