// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.SoundValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a trained network into a packed one: latent weights become bits, and everything between two
 * binary convolutions (alpha, bias, ReLU, pools, BatchNorm, sign) one integer comparison a channel.
 *
 * <p>From the first sign on, the packed network gives just the bits that the network evaluated in
 * double would give. Float networks are packed too, without bits. Thread-safe; costs milliseconds.
 */
public final class Packer {

  private Packer() {}

  /**
   * Packs a network with its parameters and running statistics as they are now.
   *
   * @param network the network; starts with a float convolution, and each of its signs is followed
   *     by a binary convolution
   * @param name name to store with it
   * @param input how pixels become its input
   * @param labels names of its classes
   * @return the packed network
   * @throws IllegalArgumentException if the order of its layers cannot be packed, a convolution
   *     scales its inputs with K, or a parameter is not finite or a variance below 0
   */
  public static PackedNetwork pack(
      Network network, String name, ImageSpec input, List<String> labels) {
    if (!network.graph().isChain()) {
      throw new IllegalArgumentException("Only a chain of layers can be packed yet.");
    }
    List<Layer> layers = network.graph().layers();
    if (!layers.isEmpty() && !(layers.get(0) instanceof Conv2d)) {
      throw new IllegalArgumentException(
          "A network that is packed starts with a Conv2d, not with a "
              + layers.get(0).getClass().getSimpleName()
              + ".");
    }
    layers.forEach(Packer::requireFoldable);
    SoundValues.fault(network.parameters())
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("The network cannot be packed: " + fault + ".");
            });
    List<PackedLayer> packed = new ArrayList<>();
    int next = 0;
    while (next < layers.size()) {
      int end = next + 1;
      while (end < layers.size() && !isConvolution(layers.get(end))) {
        end++;
      }
      boolean binaryNext = end < layers.size() && layers.get(end) instanceof BinConv2d;
      pack(layers.get(next), layers.subList(next + 1, end), binaryNext, packed);
      next = end;
    }
    return PackedNetwork.builder()
        .setName(name)
        .setInput(input)
        .setLabels(labels)
        .addAll(packed)
        .build();
  }

  private static void requireFoldable(Layer layer) {
    if (layer instanceof BinConv2d conv && conv.scaling() instanceof Scaling.AlphaAndK) {
      throw new IllegalArgumentException(
          "A binary convolution with the input scale K cannot be packed: K differs from position to"
              + " position, and a threshold has one value a channel; train it with another"
              + " scaling.");
    }
  }

  private static boolean isConvolution(Layer layer) {
    return layer instanceof Conv2d || layer instanceof BinConv2d;
  }

  private static void pack(
      Layer convolution, List<Layer> following, boolean binaryNext, List<PackedLayer> packed) {
    Segment.Sums sums;
    if (convolution instanceof Conv2d conv) {
      packed.add(new FloatConv2d(conv.geometry(), floats(conv.weight()), floats(conv.bias())));
      float[] ones = new float[conv.geometry().outChannels()];
      Arrays.fill(ones, 1);
      sums = new Segment.Sums(false, 0, ones, new float[ones.length]);
    } else {
      BinConv2d conv = (BinConv2d) convolution;
      float[] scales = conv.scales().data().asFloat();
      packed.add(
          new io.github.bnn4j.core.packed.layer.BinConv2d(
              conv.geometry(),
              BitTensor.ofSigns(signs(conv, scales), conv.geometry().weightShape())));
      for (int c = 0; c < scales.length; c++) {
        scales[c] = Math.abs(scales[c]);
      }
      sums = new Segment.Sums(true, conv.geometry().depth(), scales, floats(conv.bias()));
    }
    int last = following.size() - 1;
    boolean sign = last >= 0 && following.get(last) instanceof BinActiv;
    if (sign != binaryNext) {
      throw new IllegalArgumentException(
          sign
              ? "A sign can be packed only right in front of a binary convolution."
              : "A binary convolution can be packed only right behind a sign.");
    }
    packed.addAll(
        sign
            ? new Segment(sums, following.subList(0, last)).toBits()
            : new Segment(sums, following).toFloats());
  }

  /** The signs of the weights; those of a filter with a negative scale take its sign in. */
  private static float[] signs(BinConv2d conv, float[] scales) {
    float[] signs = WeightBinarizer.signs(conv.weight().value()).data().asFloat();
    int depth = conv.geometry().depth();
    for (int i = 0; i < signs.length; i++) {
      signs[i] = scales[i / depth] < 0 ? -signs[i] : signs[i];
    }
    return signs;
  }

  private static float[] floats(Parameter parameter) {
    return parameter.value().dup('c').data().asFloat();
  }
}
