// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BinConv2d;
import io.github.bnn4j.core.packed.layer.ChannelShuffle;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.ValueKind;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compiles layers to steps. Follows the value from layer to layer and lets a step take in the
 * layers behind it where that is exact: thresholds and rectifiers join what comes before them, a
 * max-pool between a binary convolution and its threshold changes places with the threshold, and
 * shuffles only rename lanes.
 */
public final class PlanBuilder {

  private final List<PackedLayer> layers;
  private final List<Stage> stages = new ArrayList<>();
  private final BufferSizes sizes = new BufferSizes();
  private final InputImage image;
  private Value value;
  private int next;
  private List<Step> steps = new ArrayList<>();

  private PlanBuilder(ImageSpec input, List<PackedLayer> layers) {
    this.layers = layers;
    this.image =
        layers.get(0) instanceof FloatConv2d conv
            ? InputImage.planes(input, conv.geometry().padding())
            : InputImage.pixels(input);
    this.value = Value.ofChannels(input.shape(), BufferSizes.IMAGE);
    sizes.needFloats(BufferSizes.IMAGE, Math.max(image.size(), value.size()));
  }

  /**
   * Compiles a network.
   *
   * @param program the network
   * @return the steps that run it
   * @throws IllegalArgumentException if running it takes more memory than any network may
   */
  public static Plan plan(PackedProgram program) {
    Require.that(program.graph().isChain(), "Only chains of layers can be run.");
    List<PackedLayer> layers = program.graph().layers();
    PlanBuilder builder = new PlanBuilder(program.input(), layers);
    while (builder.next < layers.size()) {
      builder.stage();
    }
    return new Plan(builder.image, builder.stages, builder.sizes, builder.value);
  }

  private void stage() {
    int first = next;
    steps = new ArrayList<>();
    layer();
    if (!steps.isEmpty()) {
      String names =
          layers.subList(first, next).stream()
              .map(PlanBuilder::describe)
              .collect(Collectors.joining(", ", first + " ", ""));
      stages.add(new Stage(names, steps));
    }
  }

  private static String describe(PackedLayer layer) {
    String name = layer.getClass().getSimpleName();
    if (layer instanceof FloatConv2d conv) {
      return name + " " + conv.geometry().summary();
    }
    return layer instanceof BinConv2d conv ? name + " " + conv.geometry().summary() : name;
  }

  private void layer() {
    PackedLayer layer = layers.get(next++);
    ValueShape shape = layer.outputShape(value.shape());
    if (layer instanceof FloatConv2d conv) {
      floatConv(conv, shape);
    } else if (layer instanceof BinConv2d conv) {
      binConv(conv, shape);
    } else if (layer instanceof ChannelShuffle shuffle) {
      value = shuffled(shuffle);
    } else if (layer instanceof Affine affine) {
      affine(affine, shape);
    } else if (layer instanceof Relu) {
      Value output = inPlace(shape);
      add(new ReluStep(output), output);
    } else if (layer instanceof MaxPool pool) {
      Value output = value.with(shape, otherSlot(shape.kind()));
      boolean ints = shape.kind() == ValueKind.INT;
      add(
          ints
              ? new PoolStep.IntMax(pool.window(), value, output)
              : new PoolStep.FloatMax(pool.window(), value, output),
          output);
    } else if (layer instanceof AvgPool pool) {
      Value output = value.with(shape, otherSlot(shape.kind()));
      add(new PoolStep.Mean(pool.window(), value, output), output);
    } else if (layer instanceof AvgPoolThreshold pool) {
      Value output = value.with(shape, otherSlot(shape.kind()));
      PooledThresholdStep step = new PooledThresholdStep(pool, value, output);
      step.need(sizes);
      add(step, output);
    } else if (layer instanceof IntThreshold threshold) {
      Value output = value.with(shape, otherSlot(shape.kind()));
      add(new ThresholdStep.OfInts(threshold, value, output), output);
    } else if (layer instanceof FloatThreshold threshold) {
      Value output = bitsOf(shape);
      add(new ThresholdStep.OfFloats(threshold, value, output), output);
    }
  }

  private void floatConv(FloatConv2d conv, ValueShape shape) {
    ConvGeometry geometry = conv.geometry();
    FloatWindows windows;
    int imageSlot = value.slot();
    if (next > 1 && value.inOrder() && geometry.padding() == 0) {
      windows = new FloatWindows(geometry, value.shape(), value.lanes(), 1);
    } else {
      int plane = PadStep.planeSize(value.shape(), geometry.padding());
      windows = new FloatWindows(geometry, value.shape(), 1, plane);
      if (next > 1) {
        PadStep pad = new PadStep(value, geometry.padding());
        sizes.needFloats(BufferSizes.PADDED, pad.size());
        steps.add(pad);
        imageSlot = BufferSizes.PADDED;
      }
    }
    Optional<FloatThreshold> threshold = take(FloatThreshold.class);
    if (threshold.isPresent()) {
      ValueShape bits = threshold.get().outputShape(shape);
      Value output = Value.ofTiles(bits, otherSlot(ValueKind.BITS), geometry.groups());
      add(FloatConvStep.toBits(windows, conv, imageSlot, output, threshold.get()), output);
    } else {
      Value output = Value.ofTiles(shape, otherSlot(ValueKind.FLOAT), geometry.groups());
      add(FloatConvStep.toSums(windows, conv, imageSlot, output), output);
    }
  }

  private void binConv(BinConv2d conv, ValueShape shape) {
    repackFor(conv.geometry());
    BinWindows windows = new BinWindows(value, conv.geometry());
    windows.need(sizes);
    int groups = conv.geometry().groups();
    Value sums = Value.ofTiles(shape, otherSlot(ValueKind.INT), groups);
    BinTables tables = new BinTables(conv, value, sums);
    Optional<MaxPool> pool =
        peek(1, IntThreshold.class).flatMap(threshold -> peek(0, MaxPool.class));
    Optional<IntThreshold> threshold = peek(pool.isPresent() ? 1 : 0, IntThreshold.class);
    if (threshold.isEmpty()) {
      add(BinConvStep.toSums(windows, tables, sums), sums);
      return;
    }
    Value bits = sums.with(shape.as(ValueKind.BITS), sums.slot());
    int[] thresholds = threshold.get().threshold();
    int[] flips = bits.toWords(threshold.get().flip(), false);
    int[] unpooledFlips = pool.isPresent() ? new int[flips.length] : flips;
    next++;
    add(BinConvStep.toBits(windows, tables, bits, thresholds, unpooledFlips), bits);
    if (pool.isPresent()) {
      next++;
      ValueShape pooledShape = pool.get().outputShape(shape).as(ValueKind.BITS);
      Value pooled = value.with(pooledShape, otherSlot(ValueKind.BITS));
      BitMaxPoolStep step = new BitMaxPoolStep(pool.get().window(), value, pooled, flips);
      step.need(sizes);
      add(step, pooled);
    }
  }

  /** Brings the channels of groups together first, if every tap of a window would have to. */
  private void repackFor(ConvGeometry geometry) {
    RepackStep repack = RepackStep.grouping(value, geometry.groups(), otherSlot(ValueKind.BITS));
    boolean fewerMoves =
        movesPerTap(repack.output(), geometry.groups()) < movesPerTap(value, geometry.groups());
    if (geometry.kernel() > 1 && fewerMoves) {
      add(repack, repack.output());
    }
  }

  private static int movesPerTap(Value bits, int groups) {
    return new WindowLayout(bits.laneOf(), groups, new int[1], 1).moves().count();
  }

  private Value shuffled(ChannelShuffle shuffle) {
    int channels = value.shape().channels();
    int[] laneOf = new int[channels];
    for (int c = 0; c < channels; c++) {
      laneOf[c] = value.laneOf()[shuffle.source(c, channels)];
    }
    return new Value(value.shape(), value.slot(), value.lanes(), laneOf);
  }

  private void affine(Affine affine, ValueShape shape) {
    boolean ints = value.shape().kind() == ValueKind.INT;
    Value output = ints ? value.with(shape, 0) : inPlace(shape);
    boolean rectify = take(Relu.class).isPresent();
    add(new AffineStep(affine, value, output, rectify), output);
  }

  /** Returns the value for a step that changes numbers in place. */
  private Value inPlace(ValueShape shape) {
    return value.with(shape, value.slot());
  }

  /** Returns whole tiles for the bits of numbers that may not lie in tiles. */
  private Value bitsOf(ValueShape shape) {
    int lanes = Value.roundUp(value.lanes(), io.github.bnn4j.core.kernel.Kernel.TILE);
    return new Value(shape, otherSlot(ValueKind.BITS), lanes, value.laneOf());
  }

  private void add(Step step, Value output) {
    sizes.need(output);
    steps.add(step);
    value = output;
  }

  /** Returns a slot for a value of that kind that the present value is not in. */
  private int otherSlot(ValueKind kind) {
    boolean sameBuffers = (kind == ValueKind.FLOAT) == (value.shape().kind() == ValueKind.FLOAT);
    return sameBuffers && value.slot() == 0 ? 1 : 0;
  }

  private <T extends PackedLayer> Optional<T> peek(int ahead, Class<T> type) {
    return next + ahead < layers.size() && type.isInstance(layers.get(next + ahead))
        ? Optional.of(type.cast(layers.get(next + ahead)))
        : Optional.empty();
  }

  private <T extends PackedLayer> Optional<T> take(Class<T> type) {
    Optional<T> layer = peek(0, type);
    layer.ifPresent(present -> next++);
    return layer;
  }
}
