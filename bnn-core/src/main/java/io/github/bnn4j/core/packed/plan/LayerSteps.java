// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.FloatFilters;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.kernel.StreamEnd;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.packed.layer.ValueKind;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Adds the steps of a layer to a plan and returns what they make. A step takes in the layers behind
 * it where that is exact: thresholds and rectifiers join what comes before them, a max-pool in
 * front of a threshold changes places with it, and shuffles only rename lanes.
 */
final class LayerSteps implements PackedLayer.Visitor<Value> {

  private final PlanBuilder plan;
  private final Value input;

  /**
   * Prepares for a layer.
   *
   * @param plan the plan, whose present stage is the layer
   * @param input what the layer reads
   */
  LayerSteps(PlanBuilder plan, Value input) {
    this.plan = plan;
    this.input = input;
  }

  @Override
  public Value visit(FloatConv2d conv) {
    ConvGeometry geometry = conv.geometry();
    if (geometry.isDepthwise() && !plan.liesInPlanes(input)) {
      Value sums = made();
      return plan.add(new DepthwiseStep.OfFloats(conv, input, sums), sums, input);
    }
    FloatWindows windows;
    int image = input.buffer();
    if (!plan.liesInPlanes(input) && input.inOrder() && !geometry.window().isPadded()) {
      windows = new FloatWindows(geometry, input.shape(), input.lanes(), 1);
    } else {
      int plane = PadStep.planeSize(input.shape(), geometry.window());
      windows = new FloatWindows(geometry, input.shape(), 1, plane);
      if (!plan.liesInPlanes(input)) {
        image = plan.addPlanes(input, geometry.window());
      }
    }
    ValueShape sums = plan.shape();
    Optional<MaxPool> pool = plan.takeIfBefore(MaxPool.class, FloatThreshold.class);
    Optional<FloatThreshold> threshold = plan.takeIf(FloatThreshold.class);
    Value output =
        Value.ofTiles(
            threshold.isPresent() ? sums.as(ValueKind.BITS) : sums,
            plan.newBuffer(),
            geometry.groups());
    FloatFilters filters = windows.filters(conv, output);
    FloatConvEnd end =
        threshold
            .map(layer -> pool.isPresent() ? unflipped(layer) : layer)
            .<FloatConvEnd>map(
                layer -> new FloatConvEnd.Bits(filters, StreamSigns.of(layer, output)))
            .orElseGet(() -> numbers(filters, output));
    List<Value> others = new ArrayList<>(end.besides());
    if (image == input.buffer()) {
      others.add(input);
    }
    FloatConvStep step =
        new FloatConvStep(windows.starts(), image, end, Share.all(output.blocks()));
    plan.add(step, output, others.toArray(Value[]::new));
    return pool.map(each -> pooled(each, threshold.orElseThrow().flip(), output)).orElse(output);
  }

  /** Lets the normalisation and rectifier of sums, and the signs of that, run with them. */
  private FloatConvEnd numbers(FloatFilters filters, Value output) {
    AffineLanes affine =
        plan.takeIf(Affine.class)
            .map(layer -> AffineLanes.of(layer, output, plan.takeIf(Relu.class).isPresent()))
            .orElseGet(() -> AffineLanes.identity(output.lanes()));
    Value signs = signsOf(output);
    Optional<StreamSigns> threshold =
        plan.takeBeside(FloatThreshold.class, signs).map(layer -> StreamSigns.of(layer, signs));
    return new FloatConvEnd.Numbers(filters, output, affine, threshold);
  }

  @Override
  public Value visit(BitConv2d conv) {
    if (conv.geometry().isDepthwise()) {
      Value sums = made();
      return plan.add(new DepthwiseStep.OfBits(conv, input, sums), sums, input);
    }
    int groups = conv.geometry().groups();
    ValueShape shape = plan.shape();
    Value bits = repackedFor(conv.geometry());
    BinWindows windows = new BinWindows(bits, conv.geometry());
    windows.need(plan.sizes());
    Value sums = Value.ofTiles(shape, plan.newBuffer(), groups);
    BinTables tables = new BinTables(conv, bits, sums);
    Optional<MaxPool> pool = plan.takeIfBefore(MaxPool.class, IntThreshold.class);
    if (pool.isPresent()) {
      IntThreshold threshold = plan.takeIf(IntThreshold.class).orElseThrow();
      return thresholdAndPool(windows, tables, bits, sums, threshold, pool.get());
    }
    Optional<Value> shortcut = plan.next(Affine.class).flatMap(affine -> plan.addedToNext());
    if (shortcut.isPresent() && shortcut.get().hasLanesOf(sums)) {
      return residual(windows, tables, bits, sums, shortcut.get());
    }
    BinaryFilters filters = tables.filters(windows);
    Optional<IntThreshold> threshold = plan.takeIf(IntThreshold.class);
    if (threshold.isEmpty()) {
      BinConvEnd end = new BinConvEnd.Sums(filters, tables.bases(), sums);
      return plan.add(new BinConvStep(windows, tables, sums, end), sums, bits);
    }
    Value signs = sums.with(plan.shape(), sums.buffer());
    int[] flips = signs.toWords(threshold.get().flip(), false);
    int[] limits = tables.limits(threshold.get().threshold());
    BinConvEnd end = new BinConvEnd.Bits(filters, limits, flips, signs);
    return plan.add(new BinConvStep(windows, tables, sums, end), signs, bits);
  }

  /** Lets a convolution, its normalisation, a shortcut, and what follows the sum run as one. */
  private Value residual(
      BinWindows windows, BinTables tables, Value bits, Value sums, Value shortcut) {
    Affine affine = plan.takeIf(Affine.class).orElseThrow();
    plan.takeSum();
    int channels = affine.scale().length;
    float[] zeros = new float[channels];
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    Prelu prelu = plan.takeIf(Prelu.class).orElseGet(() -> new Prelu(zeros, ones, zeros));
    boolean inPlace = plan.isReadForTheLastTime(shortcut);
    Value stream = sums.with(plan.shape(), inPlace ? shortcut.buffer() : plan.newBuffer());
    Value signs = signsOf(stream);
    StreamSigns threshold =
        plan.takeBeside(FloatThreshold.class, signs)
            .map(layer -> StreamSigns.of(layer, signs))
            .orElseGet(() -> StreamSigns.unread(signs));
    StreamEnd lanes =
        new StreamEnd(
            sums.toLanes(affine.scale(), 0),
            sums.toLanes(affine.shift(), 0),
            sums.toLanes(prelu.shift(), 0),
            sums.toLanes(prelu.slope(), 0),
            sums.toLanes(prelu.offset(), 0),
            threshold.thresholds(),
            threshold.inversions());
    BinConvEnd end =
        new BinConvEnd.Stream(
            tables.filters(windows), tables.bases(), lanes, shortcut, stream, threshold);
    BinConvStep step = new BinConvStep(windows, tables, sums, end);
    return plan.add(step, stream, bits, shortcut, signs);
  }

  /**
   * Returns where the signs of a stream go: where the convolution that alone reads them does so, if
   * its windows are not brought together by groups, no block of pixels crosses two rows, and the
   * channels lie as it wants them.
   */
  private Value signsOf(Value stream) {
    Value signs = stream.with(plan.shape().as(ValueKind.BITS), plan.newBuffer());
    boolean wholeRows = signs.shape().width() % Kernel.BLOCK == 0;
    return plan.convolutionOfSigns()
        .map(BitConv2d::geometry)
        .filter(next -> wholeRows && next.window().taps() > 1 && next.groups() == 1)
        .filter(next -> !isRepackedFor(next, signs))
        .map(next -> signs.inPlanesFor(next.window()))
        .orElse(signs);
  }

  private Value thresholdAndPool(
      BinWindows windows,
      BinTables tables,
      Value bits,
      Value sums,
      IntThreshold threshold,
      MaxPool pool) {
    Value signs = sums.with(sums.shape().as(ValueKind.BITS), sums.buffer());
    int[] unflipped = new int[signs.tiles()];
    int[] limits = tables.limits(threshold.threshold());
    BinConvEnd end = new BinConvEnd.Bits(tables.filters(windows), limits, unflipped, signs);
    plan.add(new BinConvStep(windows, tables, sums, end), signs, bits);
    return pooled(pool, threshold.flip(), signs);
  }

  /** Pools the signs of a threshold that was in front of its pool, and then turns them round. */
  private Value pooled(MaxPool pool, BitTensor flip, Value signs) {
    Value pooled = signs.with(plan.shape(), plan.newBuffer());
    int[] flips = signs.toWords(flip, false);
    BitMaxPoolStep step = new BitMaxPoolStep(pool.window(), signs, pooled, flips);
    step.need(plan.sizes());
    return plan.add(step, pooled, signs);
  }

  private static FloatThreshold unflipped(FloatThreshold layer) {
    return new FloatThreshold(layer.threshold(), BitTensor.zeros(layer.threshold().length));
  }

  private static IntThreshold unflipped(IntThreshold layer) {
    return new IntThreshold(layer.threshold(), BitTensor.zeros(layer.threshold().length));
  }

  /** Brings the channels of groups together first, if every tap of a window would have to. */
  private Value repackedFor(ConvGeometry geometry) {
    if (!isRepackedFor(geometry, input)) {
      return input;
    }
    RepackStep repack = RepackStep.grouping(input, geometry.groups(), plan.newBuffer());
    return plan.add(repack, repack.output(), input);
  }

  private static boolean isRepackedFor(ConvGeometry geometry, Value bits) {
    int groups = geometry.groups();
    Value repacked = RepackStep.grouping(bits, groups, bits.buffer()).output();
    return geometry.window().taps() > 1
        && movesPerTap(repacked, groups) < movesPerTap(bits, groups);
  }

  private static int movesPerTap(Value bits, int groups) {
    return new WindowLayout(bits.laneOf(), groups, new int[1], 1).moves().count();
  }

  @Override
  public Value visit(Shuffle shuffle) {
    int channels = input.shape().channels();
    int[] laneOf = new int[channels];
    for (int c = 0; c < channels; c++) {
      laneOf[c] = input.laneOf()[shuffle.source(c, channels)];
    }
    return new Value(input.shape(), input.buffer(), input.lanes(), laneOf);
  }

  @Override
  public Value visit(Affine affine) {
    boolean ints = input.shape().kind() == ValueKind.INT;
    Value from = ints ? input : mine();
    Value output = ints ? made() : from;
    AffineLanes lanes = AffineLanes.of(affine, from, plan.takeIf(Relu.class).isPresent());
    return plan.add(new AffineStep(lanes, from, output), output, from);
  }

  @Override
  public Value visit(Relu relu) {
    Value value = mine();
    return plan.add(new ReluStep(value), value);
  }

  @Override
  public Value visit(Prelu prelu) {
    Value value = mine();
    return plan.add(new PreluStep(prelu, value), value);
  }

  @Override
  public Value visit(MaxPool pool) {
    Optional<IntThreshold> ofInts = plan.takeIf(IntThreshold.class);
    Optional<FloatThreshold> ofFloats = plan.takeIf(FloatThreshold.class);
    if (ofInts.isPresent()) {
      return pooled(pool, ofInts.get().flip(), visit(unflipped(ofInts.get())));
    }
    if (ofFloats.isPresent()) {
      return pooled(pool, ofFloats.get().flip(), visit(unflipped(ofFloats.get())));
    }
    Value output = made();
    boolean ints = input.shape().kind() == ValueKind.INT;
    PoolStep step =
        ints
            ? new PoolStep.IntMax(pool.window(), input, output)
            : new PoolStep.FloatMax(pool.window(), input, output);
    step.need(plan.sizes());
    return plan.add(step, output, input);
  }

  @Override
  public Value visit(AvgPool pool) {
    Value output = made();
    PoolStep step = new PoolStep.Mean(pool.window(), input, output);
    step.need(plan.sizes());
    return plan.add(step, output, input);
  }

  @Override
  public Value visit(AvgPoolThreshold pool) {
    Value output = made();
    PooledThresholdStep step = new PooledThresholdStep(pool, input, output);
    step.need(plan.sizes());
    return plan.add(step, output, input);
  }

  @Override
  public Value visit(IntThreshold threshold) {
    Value output = input.with(input.shape().as(ValueKind.BITS), plan.newBuffer());
    return plan.add(new ThresholdStep.OfInts(threshold, input, output), output, input);
  }

  @Override
  public Value visit(FloatThreshold threshold) {
    // whole tiles for the bits of numbers that may not lie in tiles
    int lanes = Value.roundUp(input.lanes(), Kernel.TILE);
    ValueShape shape = input.shape().as(ValueKind.BITS);
    Value output = new Value(shape, plan.newBuffer(), lanes, input.laneOf());
    Step step =
        lanes == input.lanes()
            ? new ThresholdStep.OfTiles(StreamSigns.of(threshold, output), input)
            : new ThresholdStep.OfFloats(threshold, input, output);
    return plan.add(step, output, input);
  }

  /** Returns a value with the lanes of the input, in a buffer of its own. */
  private Value made() {
    return input.with(plan.shape(), plan.newBuffer());
  }

  /** Returns the input if it may be changed in place, else a copy of it. */
  private Value mine() {
    if (plan.isReadForTheLastTime(input)) {
      return input;
    }
    Value copy = input.with(input.shape(), plan.newBuffer());
    return plan.add(new CopyStep(input, copy), copy, input);
  }
}
