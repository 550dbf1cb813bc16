// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelFunction;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter.Role;
import io.github.bnn4j.layers.QuantActiv;
import io.github.bnn4j.layers.SoundValues;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a trained network into a packed one: latent weights become bits, and everything between two
 * binary convolutions (alpha, bias, ReLU, pools, BatchNorm, sign) one integer comparison a channel.
 *
 * <p>From the first sign on, the packed network gives just the bits that the network evaluated in
 * double would give. Float networks are packed too, without bits. Thread-safe; costs milliseconds.
 */
public final class Packer {

  private final Graph<Layer> graph;
  private final List<FeatureShape> shapes;

  /** The names of what is packed, by the value of the network that it makes. */
  private final Map<Integer, String> names = new HashMap<>(Map.of(0, Graph.INPUT));

  /** The values that are signs, and the nodes that are packed with one before them. */
  private final BitSet signs = new BitSet();

  private final BitSet done = new BitSet();
  private int count;

  private Packer(Network network) {
    this.graph = network.graph();
    this.shapes = network.shapes();
  }

  /**
   * Packs a network with its parameters and running statistics as they are now.
   *
   * @param network the network; starts with a float convolution, and only binary convolutions read
   *     its signs, all of them and nothing else
   * @param name name to store with it
   * @param input how pixels become its input
   * @param labels names of its classes
   * @return the packed network
   * @throws IllegalArgumentException if the order of its layers cannot be packed, its images are of
   *     another shape than the input's, a convolution scales its inputs with K, weights are ternary
   *     or activations of k bits, or a parameter is not finite or a variance below 0
   */
  public static PackedNetwork pack(
      Network network, String name, ImageSpec input, List<String> labels) {
    requireStart(network, input.shape().features());
    network.graph().layers().forEach(Packer::requireFoldable);
    SoundValues.fault(network.parameters())
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("The network cannot be packed: " + fault + ".");
            });
    return new Packer(network)
        .pack(PackedNetwork.builder().setName(name).setInput(input).setLabels(labels));
  }

  private static void requireStart(Network network, FeatureShape images) {
    Node<Layer> start = network.graph().node(1);
    if (!(start instanceof Node.Unary<Layer> first && first.layer() instanceof Conv2d)) {
      throw new IllegalArgumentException(
          "A network that is packed starts with a Conv2d, not with a "
              + (start instanceof Node.Unary<Layer> other
                  ? other.layer().getClass().getSimpleName()
                  : "join")
              + ".");
    }
    if (!images.equals(network.input())) {
      throw new IllegalArgumentException(
          "The network takes images of "
              + network.input()
              + ", so it cannot be packed for images of "
              + images
              + ".");
    }
  }

  private PackedNetwork pack(PackedNetwork.Builder target) {
    for (int value = 1; value <= graph.size(); value++) {
      if (!done.get(value)) {
        if (graph.node(value) instanceof Node.Join<Layer> join) {
          join(join, value, target);
        } else {
          run((Node.Unary<Layer>) graph.node(value), value, target);
        }
      }
    }
    return target.build();
  }

  private void join(Node.Join<Layer> join, int value, PackedNetwork.Builder target) {
    String[] from = join.inputs().stream().map(names::get).toArray(String[]::new);
    target.join(join.name(), join.how(), from);
    names.put(value, join.name());
    if (join.inputs().stream().allMatch(signs::get)) {
      signs.set(value);
    }
    requireSignsInFrontOfBinary(value);
  }

  /** Packs a layer and those behind it that nothing else reads, up to the next convolution. */
  private void run(Node.Unary<Layer> first, int start, PackedNetwork.Builder target) {
    List<Layer> following = new ArrayList<>();
    int end = start;
    if (!isConvolution(first.layer())) {
      following.add(first.layer());
    }
    Optional<Layer> next = graph.soleReader(end, Layer.class);
    while (next.isPresent() && !isConvolution(next.get())) {
      end = graph.soleReader(end).getAsInt();
      done.set(end);
      following.add(next.get());
      next = graph.soleReader(end, Layer.class);
    }
    following.removeIf(Packer::isForTrainingAlone);
    int last = following.size() - 1;
    boolean sign = last >= 0 && following.get(last) instanceof BinActiv;
    signs.set(end, sign);
    requireSignsInFrontOfBinary(end);
    List<PackedLayer> packed = new ArrayList<>();
    Segment.Sums sums = sums(first, packed);
    FeatureShape shape = shapes.get(isConvolution(first.layer()) ? start : first.input());
    packed.addAll(
        sign
            ? new Segment(sums, shape, following.subList(0, last))
                .toBits((BinActiv) following.get(last))
            : new Segment(sums, shape, following).toFloats());
    String from = names.get(first.input());
    for (PackedLayer layer : packed) {
      String name = name(first, end, layer == packed.get(packed.size() - 1));
      target.add(name, layer, from);
      from = name;
      count++;
    }
    names.put(end, from);
  }

  /** Files of chains have no names: layers are numbered. Others keep the names of their values. */
  private String name(Node.Unary<Layer> first, int end, boolean last) {
    if (graph.isChain()) {
      return Integer.toString(count);
    }
    return last ? graph.name(end) : first.name() + "/" + count;
  }

  private void requireSignsInFrontOfBinary(int value) {
    List<Node<Layer>> readers = graph.readers(value).stream().map(graph::node).toList();
    boolean sign = signs.get(value);
    if (sign && (readers.isEmpty() || !readers.stream().allMatch(Packer::takesBits))) {
      throw new IllegalArgumentException(
          "A sign can be packed only right in front of a binary convolution.");
    }
    if (!sign && readers.stream().anyMatch(Packer::isBinary)) {
      throw new IllegalArgumentException(
          "A binary convolution can be packed only right behind a sign.");
    }
  }

  private static boolean isBinary(Node<Layer> node) {
    return node instanceof Node.Unary<Layer> unary && unary.layer() instanceof BinConv2d;
  }

  private static boolean takesBits(Node<Layer> node) {
    return isBinary(node) || node instanceof Node.Join<Layer> join && join.how() == Join.CONCAT;
  }

  private static void requireFoldable(Layer layer) {
    if (layer instanceof BinConv2d conv && conv.scaling() instanceof Scaling.AlphaAndK) {
      throw new IllegalArgumentException(
          "A binary convolution with the input scale K cannot be packed: K differs from position to"
              + " position, and a threshold has one value a channel; train it with another"
              + " scaling.");
    }
    if (layer instanceof BinConv2d conv && conv.scaling() instanceof Scaling.Ternary) {
      throw new IllegalArgumentException(
          "A BinConv2d of ternary weights cannot be packed: packed weights have one bit; train it"
              + " with another scaling, or evaluate the network unpacked.");
    }
    if (layer instanceof QuantActiv activation) {
      throw new IllegalArgumentException(
          "A QuantActiv (k = "
              + activation.bits()
              + ") cannot be packed: packed activations are signs or floats; train with a"
              + " BinActiv or a ReLU in its place, or evaluate the network unpacked.");
    }
  }

  /** Whether a layer multiplies with weights: what it gives is where a segment starts. */
  private static boolean isConvolution(Layer layer) {
    return layer.parameters().stream()
        .anyMatch(parameter -> parameter.role() == Role.WEIGHT || parameter.role() == Role.LATENT);
  }

  private static boolean isForTrainingAlone(Layer layer) {
    return layer
        .perChannel()
        .filter(function -> function.form() == ChannelFunction.Form.IDENTITY)
        .isPresent();
  }

  /** Adds a convolution, if the layer is one, and says what the layers behind it are given. */
  private Segment.Sums sums(Node.Unary<Layer> first, List<PackedLayer> packed) {
    if (first.layer() instanceof BinConv2d conv) {
      float[] scales = conv.scales().data().asFloat();
      packed.add(
          new BitConv2d(
              conv.geometry(),
              BitTensor.ofSigns(signs(conv, scales), conv.geometry().weightShape())));
      for (int c = 0; c < scales.length; c++) {
        scales[c] = Math.abs(scales[c]);
      }
      return new Segment.Sums(true, conv.geometry().depth(), scales, conv.bias().floats());
    }
    FeatureShape input = shapes.get(first.input());
    if (isConvolution(first.layer())) {
      packed.addAll(first.layer().packed(input));
      return Segment.Sums.floats(first.layer().outputShape(input).channels());
    }
    return Segment.Sums.floats(input.channels());
  }

  /** The signs of the weights; those of a filter with a negative scale take its sign in. */
  private static float[] signs(BinConv2d conv, float[] scales) {
    float[] signs = WeightBinarizer.signs(conv.shaped()).data().asFloat();
    int depth = conv.geometry().depth();
    for (int i = 0; i < signs.length; i++) {
      signs[i] = scales[i / depth] < 0 ? -signs[i] : signs[i];
    }
    return signs;
  }
}
