// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.ChannelFunction;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layers between a convolution and the next one, on their way to packed layers.
 *
 * <p>Before a sign they fold into a threshold: all of them if there is no pool, with a maximum in
 * front if what comes before it rises, into counts and sums for an average of rectified values. A
 * segment that fits none of these is computed in float up to its last pool, or the last layer that
 * turns, as a rectifier with a negative slope.
 */
final class Segment {

  private final Sums sums;
  private final FeatureShape input;
  private final List<Layer> layers;

  /**
   * What the convolution in front gives.
   *
   * @param integer whether it gives integers from -bound to bound, which are scaled and shifted, or
   *     floats
   * @param scale one factor a channel, at least 0; 1 for floats
   * @param shift one summand a channel; 0 for floats
   */
  record Sums(boolean integer, int bound, float[] scale, float[] shift) {

    /** Floats, as they are. */
    static Sums floats(int channels) {
      float[] ones = new float[channels];
      Arrays.fill(ones, 1);
      return new Sums(false, 0, ones, new float[channels]);
    }
  }

  Segment(Sums sums, FeatureShape input, List<Layer> layers) {
    this.sums = sums;
    this.input = input;
    this.layers = layers;
  }

  /** The packed layers of a segment that ends in floats. */
  List<PackedLayer> toFloats() {
    return floats(layers);
  }

  /**
   * The packed layers of a segment that ends in a sign.
   *
   * @param sign the sign behind the layers of this segment
   */
  List<PackedLayer> toBits(BinActiv sign) {
    List<Integer> obstacles =
        IntStream.range(0, layers.size())
            .filter(i -> layers.get(i) instanceof Pool || turns(layers.get(i)))
            .boxed()
            .toList();
    if (obstacles.isEmpty()) {
      return threshold(List.of(), List.of(), layers, sign);
    }
    int last = obstacles.get(obstacles.size() - 1);
    List<Layer> before = layers.subList(0, last);
    List<Layer> after = layers.subList(last + 1, layers.size());
    boolean shuffledBefore = before.stream().anyMatch(ChannelShuffle.class::isInstance);
    if (obstacles.size() == 1 && !shuffledBefore && layers.get(last) instanceof Pool pool) {
      if (pool.kind() == Pool.Kind.MAX && rises(before)) {
        List<Layer> rest = new ArrayList<>(before);
        rest.addAll(after);
        return threshold(List.of(), pool.packed(shapeBehind(before)), rest, sign);
      }
      boolean rectified = before.size() == 1 && before.get(0) instanceof ReLU;
      if (pool.kind() == Pool.Kind.AVERAGE && sums.integer() && (rectified || before.isEmpty())) {
        return averages(pool.window(shapeBehind(before)), rectified, after, sign);
      }
    }
    return threshold(floats(layers.subList(0, last + 1)), List.of(), after, sign);
  }

  private static boolean turns(Layer layer) {
    return layer
        .perChannel()
        .filter(function -> function.form() == ChannelFunction.Form.TURNING)
        .isPresent();
  }

  private boolean rises(List<Layer> before) {
    double bound = sums.integer() ? sums.bound() : Float.MAX_VALUE;
    ChannelFunction function = new Folding(scaled(), before).function;
    return IntStream.range(0, channels())
        .allMatch(c -> function.at(c, -bound) <= function.at(c, bound));
  }

  private int channels() {
    return sums.scale().length;
  }

  private ChannelFunction scaled() {
    float[] scale = sums.scale();
    float[] shift = sums.shift();
    return sums.integer()
        ? ChannelFunction.affine((c, x) -> scale[c] * x + shift[c])
        : ChannelFunction.identity();
  }

  private FeatureShape shapeBehind(List<Layer> some) {
    FeatureShape shape = input;
    for (Layer layer : some) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  private List<PackedLayer> threshold(
      List<PackedLayer> floats, List<PackedLayer> pools, List<Layer> rest, BinActiv sign) {
    List<PackedLayer> packed = new ArrayList<>(floats);
    packed.addAll(pools);
    boolean integer = sums.integer() && floats.isEmpty();
    Folding folding =
        new Folding(integer ? scaled() : ChannelFunction.identity(), rest).behind(sign);
    packed.add(
        integer
            ? Thresholds.ofIntegers(folding.function, channels(), sums.bound())
            : Thresholds.ofFloats(folding.function, channels()));
    packed.addAll(folding.shuffles);
    return packed;
  }

  private List<PackedLayer> averages(
      Window window, boolean rectified, List<Layer> after, BinActiv sign) {
    Folding folding = new Folding(ChannelFunction.identity(), after).behind(sign);
    List<PackedLayer> packed = new ArrayList<>();
    packed.add(
        Thresholds.ofAverages(
            sums.scale(), sums.shift(), rectified, window, folding.function, sums.bound()));
    packed.addAll(folding.shuffles);
    return packed;
  }

  /** Layers without pools in front of a sign as one function; shuffles go behind it. */
  private final class Folding {
    private final List<PackedLayer> shuffles = new ArrayList<>();
    private ChannelFunction function;
    private int[] order = IntStream.range(0, channels()).toArray();

    Folding(ChannelFunction start, List<Layer> layers) {
      function = start;
      layers.forEach(this::add);
    }

    private void add(Layer layer) {
      if (layer instanceof ChannelShuffle shuffle) {
        int groups = shuffle.groups();
        int perGroup = order.length / groups;
        order = IntStream.of(order).map(c -> (c % perGroup) * groups + c / perGroup).toArray();
        shuffles.add(new Shuffle(groups));
      } else {
        function =
            function.then(
                layer.perChannel().orElseThrow(() -> unfoldable(layer)).ofChannels(order));
      }
    }

    /** Adds what a sign adds before it cuts. */
    Folding behind(BinActiv sign) {
      sign.threshold()
          .map(Parameter::floats)
          .ifPresent(
              threshold ->
                  function =
                      function.then(
                          ChannelFunction.affine((c, x) -> x + threshold[c]).ofChannels(order)));
      return this;
    }

    private static IllegalArgumentException unfoldable(Layer layer) {
      return new IllegalArgumentException(
          "A " + layer.getClass().getSimpleName() + " in front of a sign cannot be packed.");
    }
  }

  /** Layers one by one, in float; the scale of sums goes into a scale and shift behind them. */
  private List<PackedLayer> floats(List<Layer> some) {
    List<PackedLayer> packed = new ArrayList<>();
    Optional<ChannelFunction> scaledToo = Optional.empty();
    if (sums.integer()) {
      scaledToo =
          some.stream()
              .limit(1)
              .flatMap(layer -> layer.perChannel().stream())
              .filter(ChannelFunction::isAffine)
              .findFirst();
      packed.add(
          scaledToo
              .map(function -> scaled().then(function).packed(channels()))
              .orElseGet(() -> new Affine(sums.scale(), sums.shift())));
    }
    for (int i = scaledToo.isPresent() ? 1 : 0; i < some.size(); i++) {
      packed.addAll(some.get(i).packed(shapeBehind(some.subList(0, i))));
    }
    return packed;
  }
}
