// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Network in Network (Lin, Chen and Yan, 2013, arXiv:1312.4400) for small images, 32x32 unless
 * said otherwise, in the form that XNOR-Net implementations use on CIFAR-10: nine convolutions with
 * kernels 5,1,1 | max pool | 5,1,1 | average pool | 3,1,1 | global average pool.
 *
 * <p>In a float network every block is convolution, batch normalisation, ReLU. In a binary one the
 * first and the last block stay so, and those between are batch normalisation, sign, binary
 * convolution, ReLU.
 *
 * @param name what the network is called in files and on the command line
 * @param channels output channels of the first eight convolutions; the ninth has one for each class
 * @param groups groups of all nine convolutions
 * @param binary whether blocks two to eight are binary
 * @param shuffle whether channels are shuffled before a grouped convolution, by the groups of the
 *     convolution before it (ShuffleNet, Zhang et al., 2017, arXiv:1707.01083)
 * @param classes how many classes it tells apart, at least 2
 * @param input the size of the images and how their pixels become numbers
 */
public record NinArchitecture(
    String name,
    List<Integer> channels,
    List<Integer> groups,
    boolean binary,
    boolean shuffle,
    int classes,
    ImageSpec input)
    implements Architecture {

  private static final List<Integer> KERNELS = List.of(5, 1, 1, 5, 1, 1, 3, 1, 1);
  private static final Map<Integer, Pooling> POOLS =
      Map.of(2, Pooling.MAX, 5, Pooling.AVERAGE, 8, Pooling.GLOBAL);
  private static final List<Integer> PLAIN = List.of(192, 160, 96, 192, 192, 192, 192, 192);
  private static final List<Integer> WIDE = List.of(256, 256, 256, 512, 512, 512, 1024, 1024);
  private static final List<Integer> NO_GROUPS = List.of(1, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final List<Integer> GROUPS = List.of(1, 2, 2, 16, 4, 4, 32, 8, 1);

  /** Float, 969,822 parameters. */
  public static final NinArchitecture NIN =
      new NinArchitecture("nin", PLAIN, NO_GROUPS, false, false);

  /** Float with grouped convolutions, 722,462 parameters. */
  public static final NinArchitecture NIN_GC =
      new NinArchitecture("nin-gc", WIDE, GROUPS, false, true);

  /** Binary, 969,822 parameters. */
  public static final NinArchitecture NIN_XNOR =
      new NinArchitecture("nin-xnor", PLAIN, NO_GROUPS, true, false);

  /** Binary with grouped convolutions, 720,926 parameters. */
  public static final NinArchitecture NIN_GC_XNOR =
      new NinArchitecture("nin-gc-xnor", WIDE, GROUPS, true, true);

  /**
   * Copies the lists and checks them.
   *
   * @param name what the network is called in files and on the command line
   * @param channels output channels of the first eight convolutions
   * @param groups groups of all nine convolutions
   * @param binary whether blocks two to eight are binary
   * @param shuffle whether channels are shuffled before a grouped convolution, by the groups of the
   *     convolution before it
   * @param classes how many classes it tells apart
   * @param input the size of the images and how their pixels become numbers
   * @throws IllegalArgumentException if there are not eight channels and nine groups, if a
   *     convolution's groups do not divide its channels, if images are no squares, or if there are
   *     fewer than two classes
   */
  public NinArchitecture {
    channels = List.copyOf(channels);
    groups = List.copyOf(groups);
    if (channels.size() != KERNELS.size() - 1 || groups.size() != KERNELS.size()) {
      throw new IllegalArgumentException(
          name
              + " has "
              + channels.size()
              + " channels and "
              + groups.size()
              + " groups; a network in network has 8 channels and 9 groups.");
    }
    Classes.check(name, classes);
    if (input.height() != input.width()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes images that are squares, not of %d x %d.",
              name,
              input.height(),
              input.width()));
    }
    int in = input.channels();
    for (int i = 0; i < groups.size(); i++) {
      int out = i < channels.size() ? channels.get(i) : classes;
      if (groups.get(i) < 1 || in % groups.get(i) != 0 || out % groups.get(i) != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Convolution %d of %s has %d groups, which do not divide its %d input and %d output"
                    + " channels.",
                i + 1,
                name,
                groups.get(i),
                in,
                out));
      }
      in = out;
    }
  }

  /**
   * A network for the ten classes of CIFAR-10.
   *
   * @param name what the network is called
   * @param channels output channels of the first eight convolutions
   * @param groups groups of all nine convolutions
   * @param binary whether blocks two to eight are binary
   * @param shuffle whether channels are shuffled before a grouped convolution
   * @throws IllegalArgumentException as the constructor with all components
   */
  public NinArchitecture(
      String name, List<Integer> channels, List<Integer> groups, boolean binary, boolean shuffle) {
    this(name, channels, groups, binary, shuffle, Cifar10.LABELS.size(), Cifar10.INPUT);
  }

  @Override
  public NinArchitecture withClasses(int classes) {
    return new NinArchitecture(name, channels, groups, binary, shuffle, classes, input);
  }

  @Override
  public NinArchitecture withInput(ImageSpec other) {
    return new NinArchitecture(name, channels, groups, binary, shuffle, classes, other);
  }

  /** {@return the four networks of the zoo} */
  public static List<NinArchitecture> all() {
    return List.of(NIN, NIN_GC, NIN_XNOR, NIN_GC_XNOR);
  }

  /** {@return the classes of CIFAR-10; for any other number of them their numbers} */
  @Override
  public List<String> labels() {
    return Cifar10.labels(classes);
  }

  /** The network as it was trained before it shuffled channels. */
  NinArchitecture unshuffled() {
    return new NinArchitecture(name, channels, groups, binary, false, classes, input);
  }

  @Override
  public Optional<Architecture> floatTwin() {
    return Optional.of(
        binary
            ? new NinArchitecture("float " + name, channels, groups, false, shuffle, classes, input)
            : this);
  }

  /**
   * Builds the network for training; its parameters are not initialised yet.
   *
   * <p>Layers are named by block and kind, such as {@code block2.conv}, as in {@link
   * Complexity.Layer#name}.
   *
   * @return a new network from {@link #input} to one value a class
   */
  @Override
  public Network network() {
    return NinNetwork.of(this);
  }

  /** The nine blocks from the image to the classes. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int in = input.channels();
    for (int i = 0; i < KERNELS.size(); i++) {
      boolean last = i == KERNELS.size() - 1;
      int out = last ? classes : channels.get(i);
      boolean shuffled = shuffle && i > 0 && groups.get(i) > 1 && groups.get(i - 1) > 1;
      blocks.add(
          new Block(
              KERNELS.get(i),
              in,
              out,
              groups.get(i),
              shuffled ? groups.get(i - 1) : 1,
              binary && i > 0 && !last,
              POOLS.getOrDefault(i, Pooling.NONE)));
      in = out;
    }
    return blocks;
  }

  /**
   * One convolution and what goes with it.
   *
   * @param shuffle by how many groups its input channels are shuffled, 1 for not at all
   * @param pooling what follows it
   */
  record Block(
      int kernel,
      int inChannels,
      int outChannels,
      int groups,
      int shuffle,
      boolean binary,
      Pooling pooling) {}

  /** The pools. */
  enum Pooling {
    /** No pool. */
    NONE,
    /** The greatest of 3x3, at every second position. */
    MAX,
    /** The mean of 3x3, at every second position, where padding counts as zeros. */
    AVERAGE,
    /** The mean of the whole image. */
    GLOBAL
  }
}
