// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.PReLU;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The layers between a convolution and the next one, on their way to packed layers.
 *
 * <p>Before a sign they fold into a threshold: all of them if there is no pool, with a maximum in
 * front if what comes before it rises, into counts and sums for an average of rectified values. A
 * segment that fits none of these is computed in float up to its last pool, or the last PReLU with
 * a negative slope.
 */
final class Segment {

  private final Sums sums;
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

  Segment(Sums sums, List<Layer> layers) {
    this.sums = sums;
    this.layers = layers;
  }

  /** The packed layers of a segment that ends in floats. */
  List<PackedLayer> toFloats() {
    return new FloatChain().addAll(layers).packed;
  }

  /** The packed layers of a segment that ends in a sign. */
  List<PackedLayer> toBits() {
    List<Integer> obstacles =
        IntStream.range(0, layers.size())
            .filter(i -> layers.get(i) instanceof Pool || turnsBack(layers.get(i)))
            .boxed()
            .toList();
    if (obstacles.isEmpty()) {
      return threshold(new FloatChain(), List.of(), layers);
    }
    int last = obstacles.get(obstacles.size() - 1);
    List<Layer> before = layers.subList(0, last);
    List<Layer> after = layers.subList(last + 1, layers.size());
    boolean shuffledBefore = before.stream().anyMatch(ChannelShuffle.class::isInstance);
    if (obstacles.size() == 1 && !shuffledBefore && layers.get(last) instanceof Pool pool) {
      if (pool.kind() == Pool.Kind.MAX && rises(before)) {
        PackedLayer maximum = new MaxPool(pool.kernel(), pool.stride(), pool.padding());
        List<Layer> rest = new ArrayList<>(before);
        rest.addAll(after);
        return threshold(new FloatChain(), List.of(maximum), rest);
      }
      boolean rectified = before.size() == 1 && before.get(0) instanceof ReLU;
      if (pool.kind() == Pool.Kind.AVERAGE && sums.integer() && (rectified || before.isEmpty())) {
        return averages(pool, rectified, after);
      }
    }
    FloatChain floats = new FloatChain().addAll(layers.subList(0, last + 1));
    return threshold(floats, List.of(), after);
  }

  /** Whether a rectifier rises on both sides of a lowest value: no one threshold stands for it. */
  private static boolean turnsBack(Layer layer) {
    return layer instanceof PReLU prelu && prelu.slope().value().minNumber().doubleValue() < 0;
  }

  private boolean rises(List<Layer> before) {
    double bound = sums.integer() ? sums.bound() : Float.MAX_VALUE;
    return new Folding(scaled(), before).function.rises(-bound, bound);
  }

  private ChannelFunction scaled() {
    ChannelFunction identity = ChannelFunction.identity(sums.scale().length);
    return sums.integer() ? identity.thenScale(sums.scale(), sums.shift()) : identity;
  }

  private List<PackedLayer> threshold(
      FloatChain floats, List<PackedLayer> pools, List<Layer> rest) {
    List<PackedLayer> packed = new ArrayList<>(floats.packed);
    packed.addAll(pools);
    boolean integer = sums.integer() && packed.size() == pools.size();
    Folding folding =
        new Folding(integer ? scaled() : ChannelFunction.identity(sums.scale().length), rest);
    packed.add(
        integer
            ? Thresholds.ofIntegers(folding.function, sums.bound())
            : Thresholds.ofFloats(folding.function));
    packed.addAll(folding.shuffles);
    return packed;
  }

  private List<PackedLayer> averages(Pool pool, boolean rectified, List<Layer> after) {
    Folding folding = new Folding(ChannelFunction.identity(sums.scale().length), after);
    List<PackedLayer> packed = new ArrayList<>();
    packed.add(
        Thresholds.ofAverages(
            sums.scale(),
            sums.shift(),
            rectified,
            new Window(pool.kernel(), pool.stride(), pool.padding()),
            folding.function,
            sums.bound()));
    packed.addAll(folding.shuffles);
    return packed;
  }

  /**
   * Layers without pools as one function, of which the last may be a sign; shuffles go behind it.
   */
  private static final class Folding implements Layer.Visitor<ChannelFunction> {
    private final List<PackedLayer> shuffles = new ArrayList<>();
    private ChannelFunction function;
    private int[] order;

    Folding(ChannelFunction start, List<Layer> layers) {
      function = start;
      order = IntStream.range(0, start.channels()).toArray();
      layers.forEach(layer -> function = layer.accept(this));
    }

    @Override
    public ChannelFunction relu(ReLU layer) {
      return function.thenRectify();
    }

    @Override
    public ChannelFunction prelu(PReLU layer) {
      float[] shift = floats(layer.shift());
      float[] slope = floats(layer.slope());
      float[] offset = floats(layer.offset());
      int[] sources = order;
      return function.then(
          (c, x) -> {
            int n = sources[c];
            double d = x - shift[n];
            return (d > 0 ? d : slope[n] * d) + offset[n];
          });
    }

    @Override
    public ChannelFunction norm(BatchNorm layer) {
      return function.thenNormalize(layer, order);
    }

    @Override
    public ChannelFunction shuffle(ChannelShuffle layer) {
      int perGroup = order.length / layer.groups();
      order =
          IntStream.of(order).map(c -> (c % perGroup) * layer.groups() + c / perGroup).toArray();
      shuffles.add(new Shuffle(layer.groups()));
      return function;
    }

    @Override
    public ChannelFunction conv(Conv2d layer) {
      return other(layer);
    }

    @Override
    public ChannelFunction binConv(BinConv2d layer) {
      return other(layer);
    }

    /** The sign at the end of a segment; what it adds before it is cut. */
    @Override
    public ChannelFunction sign(BinActiv layer) {
      if (layer.threshold().isEmpty()) {
        return function;
      }
      float[] threshold = floats(layer.threshold().get());
      int[] sources = order;
      return function.then((c, x) -> x + threshold[sources[c]]);
    }

    @Override
    public ChannelFunction pool(Pool layer) {
      return other(layer);
    }

    @Override
    public ChannelFunction other(Layer layer) {
      throw new IllegalArgumentException(
          "A " + layer.getClass().getSimpleName() + " in front of a sign cannot be packed.");
    }
  }

  /** Layers one by one, in float; the scale of sums goes into a normalisation behind them. */
  private final class FloatChain implements Layer.Visitor<PackedLayer> {
    private final List<PackedLayer> packed = new ArrayList<>();

    FloatChain addAll(List<Layer> all) {
      boolean normalized = sums.integer() && !all.isEmpty() && all.get(0) instanceof BatchNorm;
      if (sums.integer()) {
        packed.add(
            normalized
                ? affine(scaled(), (BatchNorm) all.get(0))
                : new Affine(sums.scale(), sums.shift()));
      }
      all.stream().skip(normalized ? 1 : 0).forEach(layer -> packed.add(layer.accept(this)));
      return this;
    }

    @Override
    public PackedLayer relu(ReLU layer) {
      return new Relu();
    }

    @Override
    public PackedLayer prelu(PReLU layer) {
      return new Prelu(floats(layer.shift()), floats(layer.slope()), floats(layer.offset()));
    }

    @Override
    public PackedLayer pool(Pool layer) {
      return layer.kind() == Pool.Kind.MAX
          ? new MaxPool(layer.kernel(), layer.stride(), layer.padding())
          : new AvgPool(layer.kernel(), layer.stride(), layer.padding());
    }

    @Override
    public PackedLayer shuffle(ChannelShuffle layer) {
      return new Shuffle(layer.groups());
    }

    @Override
    public PackedLayer norm(BatchNorm layer) {
      return affine(ChannelFunction.identity(layer.channels()), layer);
    }

    @Override
    public PackedLayer conv(Conv2d layer) {
      return other(layer);
    }

    @Override
    public PackedLayer binConv(BinConv2d layer) {
      return other(layer);
    }

    @Override
    public PackedLayer sign(BinActiv layer) {
      return other(layer);
    }

    @Override
    public PackedLayer other(Layer layer) {
      throw new IllegalArgumentException(
          "A " + layer.getClass().getSimpleName() + " cannot be packed here.");
    }

    private static Affine affine(ChannelFunction before, BatchNorm norm) {
      int channels = norm.channels();
      int[] order = IntStream.range(0, channels).toArray();
      ChannelFunction function = before.thenNormalize(norm, order);
      float[] scale = new float[channels];
      float[] shift = new float[channels];
      for (int c = 0; c < channels; c++) {
        shift[c] = (float) function.apply(c, 0);
        scale[c] = (float) (function.apply(c, 1) - function.apply(c, 0));
      }
      return new Affine(scale, shift);
    }
  }

  private static float[] floats(Parameter parameter) {
    return parameter.value().dup('c').data().asFloat();
  }
}
