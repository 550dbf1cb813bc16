// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Linear;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PReLU;
import io.github.bnn4j.layers.Pool;
import java.util.List;

/**
 * ReActNet-A (Liu, Z. et al. "ReActNet: Towards Precise Binary Neural Network with Generalized
 * Activation Functions", ECCV 2020): the shape of MobileNet V1, with a binary 3x3 and a binary 1x1
 * convolution a block, each with a shortcut, signs with learned thresholds, and PReLUs with shifts
 * and offsets. Where a block doubles the channels, two 1x1 convolutions read the same signs, and
 * their results are concatenated. The first convolution and the classifier are float.
 *
 * <p>Layers have the names of the authors' PyTorch modules, such as {@code feature.3.binary_3x3}; a
 * sign has that of the module that holds its threshold, {@code feature.3.move11}.
 *
 * @param name what the network is called in files and on the command line
 * @param classes how many classes it tells apart, at least 2
 * @param input the size of the images, sides multiples of 32, and how pixels become numbers
 */
public record ReActNetArchitecture(String name, int classes, ImageSpec input)
    implements Architecture {

  private static final List<Integer> CHANNELS =
      List.of(32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024);

  /** The network of the paper. */
  public static final ReActNetArchitecture REACTNET_A =
      new ReActNetArchitecture("reactnet-a", ImageNet.CLASSES, ImageNet.INPUT);

  /**
   * Checks the sizes.
   *
   * @param name what the network is called in files and on the command line
   * @param classes how many classes it tells apart
   * @param input the size of the images and how pixels become numbers
   * @throws IllegalArgumentException if there are fewer than two classes, or sides that are no
   *     multiples of 32
   */
  public ReActNetArchitecture {
    ImageNet.check(name, classes, input);
  }

  /** {@return the numbers of the classes} */
  @Override
  public List<String> labels() {
    return Classes.numbers(classes);
  }

  @Override
  public ReActNetArchitecture withClasses(int other) {
    return new ReActNetArchitecture(name, other, input);
  }

  @Override
  public ReActNetArchitecture withInput(ImageSpec other) {
    return new ReActNetArchitecture(name, classes, other);
  }

  @Override
  public Network network() {
    return new Builder().build();
  }

  private final class Builder {
    private final Network.Builder layers = Network.builder(input.shape().features());
    private String stream = "feature.0.bn1";

    Network build() {
      int first = CHANNELS.get(0);
      layers
          .add(
              "feature.0.conv1",
              new Conv2d(new ConvGeometry(input.channels(), first, 3, 2, 1, 1), false))
          .add(stream, new BatchNorm(first));
      for (int i = 1; i < CHANNELS.size(); i++) {
        block("feature." + i + ".", CHANNELS.get(i - 1), CHANNELS.get(i), i > 1);
      }
      int last = CHANNELS.get(CHANNELS.size() - 1);
      return layers.add("pool1", Pool.globalAverage()).add("fc", new Linear(last, classes)).build();
    }

    private void block(String name, int inputs, int outputs, boolean halves) {
      boolean doubles = outputs > inputs;
      int stride = doubles && halves ? 2 : 1;
      convolution(name, "move11", "binary_3x3", "bn1", inputs, 3, stride);
      if (stride == 2) {
        layers.add(name + "pooling", Pool.average(2, 2, 0), stream);
        stream = name + "pooling";
      }
      layers
          .join(name + "add1", Join.ADD, name + "bn1", stream)
          .add(name + "prelu1", new PReLU(inputs));
      stream = name + "prelu1";
      if (doubles) {
        convolution(name, "move21", "binary_pw_down1", "bn2_1", inputs, 1, 1);
        layers
            .add(name + "binary_pw_down2", binary(inputs, 1, 1), name + "move21")
            .add(name + "bn2_2", new BatchNorm(inputs))
            .join(name + "add2_1", Join.ADD, name + "bn2_1", stream)
            .join(name + "add2_2", Join.ADD, name + "bn2_2", stream)
            .join(name + "cat", Join.CONCAT, name + "add2_1", name + "add2_2");
      } else {
        convolution(name, "move21", "binary_pw", "bn2", inputs, 1, 1);
        layers.join(name + "add2", Join.ADD, name + "bn2", stream);
      }
      layers.add(name + "prelu2", new PReLU(outputs));
      stream = name + "prelu2";
    }

    private void convolution(
        String name, String sign, String conv, String norm, int channels, int kernel, int stride) {
      layers
          .add(
              name + sign,
              BinActiv.withThresholds(channels, new StraightThroughEstimator.ApproxSign()),
              stream)
          .add(name + conv, binary(channels, kernel, stride))
          .add(name + norm, new BatchNorm(channels));
    }

    private static BinConv2d binary(int channels, int kernel, int stride) {
      return new BinConv2d(
          new ConvGeometry(channels, channels, kernel, stride, kernel / 2, 1),
          new Scaling.Alpha(WeightGradient.CORRECTED),
          LatentConstraint.NONE,
          false);
    }
  }
}
