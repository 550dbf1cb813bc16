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
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import java.util.List;
import java.util.Optional;

/**
 * Bi-Real Net (Liu, Z. et al. "Bi-Real Net: Enhancing the Performance of 1-bit CNNs with Improved
 * Representational Capability and Advanced Training Algorithm", ECCV 2018): a ResNet with a
 * shortcut around every 3x3 convolution, {@code y = x + norm(alpha conv(sign(x)))}. Where a block
 * halves the image, the shortcut is an average pool and a float 1x1 convolution. Stem and
 * classifier are float.
 *
 * <p>Layers have the names that the authors' PyTorch model gives its parameters, such as {@code
 * layer2.0.downsample.1}. The float network of the same shapes rectifies each sum.
 *
 * @param name what the network is called in files and on the command line
 * @param blocks convolutions of each of the four stages, of 64, 128, 256 and 512 channels
 * @param binary whether the convolutions of the blocks are binary
 * @param classes how many classes it tells apart, at least 2
 * @param input the size of the images, sides multiples of 32, and how pixels become numbers
 */
public record BiRealNetArchitecture(
    String name, List<Integer> blocks, boolean binary, int classes, ImageSpec input)
    implements Architecture {

  private static final int STAGES = 4;
  private static final int CHANNELS = 64;

  /** 11,689,512 parameters, as ResNet-18. */
  public static final BiRealNetArchitecture BIREALNET18 =
      new BiRealNetArchitecture(
          "birealnet18", List.of(4, 4, 4, 4), true, ImageNet.CLASSES, ImageNet.INPUT);

  /**
   * Copies the blocks and checks them.
   *
   * @param name what the network is called in files and on the command line
   * @param blocks convolutions of each of the four stages
   * @param binary whether the convolutions of the blocks are binary
   * @param classes how many classes it tells apart
   * @param input the size of the images and how pixels become numbers
   * @throws IllegalArgumentException if there are not four stages of at least one block, fewer than
   *     two classes, or sides that are no multiples of 32
   */
  public BiRealNetArchitecture {
    blocks = List.copyOf(blocks);
    if (blocks.size() != STAGES || blocks.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          name + " has four stages of at least one block, not " + blocks + ".");
    }
    ImageNet.check(name, classes, input);
  }

  /** {@return the numbers of the classes} */
  @Override
  public List<String> labels() {
    return Classes.numbers(classes);
  }

  @Override
  public BiRealNetArchitecture withClasses(int other) {
    return new BiRealNetArchitecture(name, blocks, binary, other, input);
  }

  @Override
  public BiRealNetArchitecture withInput(ImageSpec other) {
    return new BiRealNetArchitecture(name, blocks, binary, classes, other);
  }

  @Override
  public Optional<Architecture> floatTwin() {
    return Optional.of(
        binary ? new BiRealNetArchitecture("float " + name, blocks, false, classes, input) : this);
  }

  @Override
  public Network network() {
    return new Builder().build();
  }

  private final class Builder {
    private final Network.Builder layers = Network.builder(input.shape().features());
    private String stream = "maxpool";
    private int channels = CHANNELS;

    Network build() {
      layers
          .add("conv1", new Conv2d(new ConvGeometry(input.channels(), CHANNELS, 7, 2, 3, 1), false))
          .add("bn1", new BatchNorm(CHANNELS))
          .add("maxpool", Pool.max(3, 2, 1));
      for (int stage = 0; stage < STAGES; stage++) {
        for (int block = 0; block < blocks.get(stage); block++) {
          block("layer" + (stage + 1) + "." + block, CHANNELS << stage);
        }
      }
      return layers
          .add("avgpool", Pool.globalAverage(), stream)
          .add("fc", new Linear(channels, classes))
          .build();
    }

    private void block(String name, int outputs) {
      int stride = outputs == channels ? 1 : 2;
      String shortcut = stride == 1 ? stream : downsample(name + ".downsample", outputs);
      ConvGeometry geometry = new ConvGeometry(channels, outputs, 3, stride, 1, 1);
      if (binary) {
        layers
            .add(
                name + ".binary_activation",
                new BinActiv(new StraightThroughEstimator.ApproxSign()),
                stream)
            .add(
                name + ".binary_conv",
                new BinConv2d(
                    geometry,
                    new Scaling.Alpha(WeightGradient.CORRECTED),
                    LatentConstraint.NONE,
                    false));
      } else {
        layers.add(name + ".conv", new Conv2d(geometry, false), stream);
      }
      layers
          .add(name + ".bn1", new BatchNorm(outputs))
          .join(name + ".add", Join.ADD, name + ".bn1", shortcut);
      stream = name + ".add";
      if (!binary) {
        layers.add(name + ".relu", new ReLU());
        stream = name + ".relu";
      }
      channels = outputs;
    }

    private String downsample(String name, int outputs) {
      layers
          .add(name + ".0", Pool.average(2, 2, 0), stream)
          .add(name + ".1", new Conv2d(new ConvGeometry(channels, outputs, 1, 1, 0, 1), false))
          .add(name + ".2", new BatchNorm(outputs));
      return name + ".2";
    }
  }
}
