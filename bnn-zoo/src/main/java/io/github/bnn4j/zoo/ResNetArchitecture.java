// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PReLU;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A residual network for small images, 32x32 unless said otherwise: a stem of 3x3, stages of blocks
 * of one 3x3 convolution with an identity shortcut around each, an average pool and a 1x1
 * convolution between stages, a global average pool and a linear classifier at the end.
 *
 * <p>A float block is {@code relu(x + norm(conv(x)))} (He et al., "Deep Residual Learning for Image
 * Recognition", CVPR 2016). A binary one is that of ReActNet: {@code y = x + norm(conv(sign(x +
 * threshold)))}, then a PReLU with shift and offset. Its stream of numbers is never binarized,
 * which is what the shortcuts of Bi-Real Net are for (Liu et al., ECCV 2018). Stem, transitions and
 * classifier are float.
 *
 * @param name what the network is called in files and on the command line
 * @param stages channels and number of blocks of each stage
 * @param binary whether the convolutions of the blocks are binary
 * @param classes how many classes it tells apart, at least 2
 * @param input the size of the images, which each transition halves, and how their pixels become
 *     numbers
 */
public record ResNetArchitecture(
    String name, List<Stage> stages, boolean binary, int classes, ImageSpec input)
    implements Architecture {

  private static final List<Stage> TWELVE =
      List.of(new Stage(64, 5), new Stage(128, 3), new Stage(128, 2));

  /** Float, 951,754 parameters. */
  public static final ResNetArchitecture RESNET12 =
      new ResNetArchitecture("resnet12", TWELVE, false, Cifar10.LABELS.size(), Cifar10.INPUT);

  /** Binary, 955,594 parameters. */
  public static final ResNetArchitecture REACT12 =
      new ResNetArchitecture("react12", TWELVE, true, Cifar10.LABELS.size(), Cifar10.INPUT);

  /**
   * Binary, for grey images of 28 x 28 pixels in ten classes, such as those of MNIST, by whose mean
   * and deviation it scales pixels, and Fashion-MNIST. To train on one's own; the zoo has no
   * weights of it.
   */
  public static final ResNetArchitecture REACT10 =
      new ResNetArchitecture(
          "react10",
          List.of(new Stage(32, 3), new Stage(64, 3), new Stage(64, 2)),
          true,
          10,
          new ImageSpec(28, 28, 1, new float[] {33.3f}, new float[] {78.6f}));

  /**
   * The blocks between two transitions.
   *
   * @param channels the channels of its stream, at least 1
   * @param blocks how many blocks, at least 1
   */
  public record Stage(int channels, int blocks) {}

  /**
   * Copies the stages and checks them.
   *
   * @param name what the network is called in files and on the command line
   * @param stages channels and number of blocks of each stage
   * @param binary whether the convolutions of the blocks are binary
   * @param classes how many classes it tells apart
   * @param input the size of the images and how their pixels become numbers
   * @throws IllegalArgumentException if there is no stage, the images cannot be halved so often, or
   *     there are fewer than two classes
   */
  public ResNetArchitecture {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException(name + " has no stages; it needs at least one.");
    }
    int unit = 1 << (stages.size() - 1);
    if (input.height() % unit != 0 || input.width() % unit != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s halves its images %d times, so their sides must be multiples of %d, not %d x"
                  + " %d.",
              name,
              stages.size() - 1,
              unit,
              input.height(),
              input.width()));
    }
    Classes.check(name, classes);
  }

  /** {@return the residual networks of the zoo} */
  public static List<ResNetArchitecture> all() {
    return List.of(RESNET12, REACT12);
  }

  /** {@return the classes of CIFAR-10; for any other number of them their numbers} */
  @Override
  public List<String> labels() {
    return input.channels() == Cifar10.CHANNELS
        ? Cifar10.labels(classes)
        : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public ResNetArchitecture withClasses(int other) {
    return new ResNetArchitecture(name, stages, binary, other, input);
  }

  @Override
  public ResNetArchitecture withInput(ImageSpec other) {
    return new ResNetArchitecture(name, stages, binary, classes, other);
  }

  @Override
  public Optional<Architecture> floatTwin() {
    return Optional.of(
        binary ? new ResNetArchitecture("float " + name, stages, false, classes, input) : this);
  }

  /**
   * Builds the network for training; its parameters are not initialised yet.
   *
   * @return a new network from {@link #input} to one value a class, with layers named like {@code
   *     stage1_1.conv}
   */
  @Override
  public Network network() {
    return new Builder().build();
  }

  private final class Builder {
    private final Network.Builder layers = Network.builder(input.shape().features());
    private String stream = "";
    private int channels = input.channels();

    Network build() {
      convolution("stem", 3, stages.get(0).channels());
      for (int stage = 1; stage <= stages.size(); stage++) {
        if (stage > 1) {
          String transition = "down" + stage;
          layers.add(transition + ".pool", Pool.average(2, 2, 0));
          convolution(transition, 1, stages.get(stage - 1).channels());
        }
        for (int block = 1; block <= stages.get(stage - 1).blocks(); block++) {
          block("stage" + stage + "_" + block);
        }
      }
      int halvings = stages.size() - 1;
      FeatureShape last =
          new FeatureShape(input.height() >> halvings, input.width() >> halvings, channels);
      layers.add("head.pool", Pool.average(Window.all(last)));
      layers.add("head.conv", new Conv2d(geometry(1, classes)));
      return layers.build();
    }

    private void convolution(String name, int kernel, int outputs) {
      layers.add(name + ".conv", new Conv2d(geometry(kernel, outputs), false));
      layers.add(name + ".norm", new BatchNorm(outputs));
      stream = name + ".norm";
      channels = outputs;
      if (!binary) {
        rectifier(name);
      }
    }

    private void block(String name) {
      String shortcut = stream;
      if (binary) {
        layers.add(
            name + ".sign",
            BinActiv.withThresholds(channels, new StraightThroughEstimator.ApproxSign()));
        layers.add(
            name + ".conv",
            new BinConv2d(
                geometry(3, channels),
                new Scaling.None(),
                LatentConstraint.CENTRE_AND_CLIP,
                false));
      } else {
        layers.add(name + ".conv", new Conv2d(geometry(3, channels), false));
      }
      layers.add(name + ".norm", new BatchNorm(channels));
      layers.join(name + ".add", Join.ADD, name + ".norm", shortcut);
      stream = name + ".add";
      if (binary) {
        layers.add(name + ".prelu", new PReLU(channels));
        stream = name + ".prelu";
      } else {
        rectifier(name);
      }
    }

    private void rectifier(String name) {
      layers.add(name + ".relu", new ReLU());
      stream = name + ".relu";
    }

    private ConvGeometry geometry(int kernel, int outputs) {
      return new ConvGeometry(channels, outputs, kernel, 1, kernel / 2, 1);
    }
  }
}
