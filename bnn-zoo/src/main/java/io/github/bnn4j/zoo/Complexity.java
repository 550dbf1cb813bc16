// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.zoo.NinArchitecture.Block;
import io.github.bnn4j.zoo.NinArchitecture.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The size of a network: trained parameters and multiply-accumulates of one image.
 *
 * <p>Multiply-accumulates are those of the convolutions; additions of biases, normalisations and
 * pools are not counted. A tap on the zero padding counts as any other.
 *
 * @param layers the layers in the order in which they run
 */
public record Complexity(List<Layer> layers) {

  /**
   * Copies the list.
   *
   * @param layers the layers in the order in which they run
   */
  public Complexity {
    layers = List.copyOf(layers);
  }

  /** {@return the trained parameters: weights, biases, scales and shifts} */
  public long parameters() {
    return sum(Layer::parameters);
  }

  /** {@return the multiply-accumulates of one image, float and binary} */
  public long macs() {
    return sum(Layer::floatMacs) + binaryMacs();
  }

  /** {@return the multiply-accumulates of one image between bits} */
  public long binaryMacs() {
    return sum(Layer::binaryMacs);
  }

  /** {@return the bytes of the parameters as 32-bit floats} */
  public long floatBytes() {
    return parameters() * Float.BYTES;
  }

  private long sum(ToLongFunction<Layer> count) {
    return layers.stream().mapToLong(count).sum();
  }

  static Complexity of(NinArchitecture architecture) {
    Counter counter = new Counter();
    architecture.blocks().forEach(counter::add);
    return new Complexity(counter.layers);
  }

  /**
   * One layer.
   *
   * @param name its block and its kind, such as {@code block2.conv}
   * @param side height and width of its output
   * @param channels channels of its output
   * @param parameters trained parameters
   * @param floatMacs float multiply-accumulates of one image
   * @param binaryMacs binary multiply-accumulates of one image
   * @param weightBits bits of one convolution weight when packed, 0 without weights
   */
  public record Layer(
      String name,
      int side,
      int channels,
      long parameters,
      long floatMacs,
      long binaryMacs,
      int weightBits) {}

  private static final class Counter {
    private final List<Layer> layers = new ArrayList<>();
    private String name;
    private int blocks;
    private int side = Cifar10.SIDE;

    void add(Block block) {
      name = "block" + ++blocks;
      int in = block.inChannels();
      int out = block.outChannels();
      if (block.shuffle() > 1) {
        add("shuffle", in, 0);
      }
      if (block.binary()) {
        add("norm", in, 2L * in);
        add("sign", in, 0);
        addConvolution(block);
      } else {
        addConvolution(block);
        add("norm", out, 2L * out);
      }
      add("relu", out, 0);
      if (block.pooling() != Pooling.NONE) {
        side = block.pooling().outputSide(side);
        add("pool", out, 0);
      }
    }

    private void add(String kind, int channels, long parameters) {
      layers.add(new Layer(name + "." + kind, side, channels, parameters, 0, 0, 0));
    }

    private void addConvolution(Block block) {
      int out = block.outChannels();
      long taps = (long) block.kernel() * block.kernel() * block.inChannels() / block.groups();
      long weights = taps * out;
      long macs = weights * side * side;
      layers.add(
          new Layer(
              name + ".conv",
              side,
              out,
              weights + out,
              block.binary() ? 0 : macs,
              block.binary() ? macs : 0,
              block.binary() ? 1 : Float.SIZE));
    }
  }
}
