// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.packed.layer.ValueKind;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes small networks of any layers that fit together, of awkward sizes; half of them chains.
 *
 * <p>Unless asked for others, numbers are small multiples of powers of two, so that single
 * precision is exact in any order and results can be compared for equality.
 */
public final class AnyNetwork {

  private static final ValueShape PIXEL =
      new ValueShape(ValueKind.FLOAT, new FeatureShape(1, 1, 1));

  /** A value, and how many bits its numbers need at most. */
  private record Made(String name, ValueShape shape, int bits) {}

  private final Random random;
  private final boolean exact;
  private final Graph.Builder<PackedLayer> graph = Graph.builder();
  private final List<Made> made = new ArrayList<>();
  private final Set<String> read = new HashSet<>();
  private Made from = new Made(Graph.INPUT, PIXEL, 0);
  private ValueShape shape;
  private int significantBits = 4;

  private AnyNetwork(long seed, boolean exact) {
    random = new Random(seed);
    this.exact = exact;
  }

  public static PackedNetwork of(long seed) {
    return new AnyNetwork(seed, true).build();
  }

  /** Returns a network of numbers that are rounded wherever it computes with them. */
  static PackedNetwork rounding(long seed) {
    return new AnyNetwork(seed, false).build();
  }

  /** Returns an image for a network, as numbers that are exact. */
  static float[] image(PackedNetwork network, long seed) {
    Random random = new Random(seed);
    float[] image = new float[network.input().bytes()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (random.nextInt(9) - 4) / 4f;
    }
    return image;
  }

  private PackedNetwork build() {
    shape = new ValueShape(ValueKind.FLOAT, new FeatureShape(upTo(13), upTo(13), upTo(5)));
    final ImageSpec input =
        new ImageSpec(
            shape.height(),
            shape.width(),
            shape.channels(),
            new float[shape.channels()],
            ones(shape.channels()));
    made.add(new Made(Graph.INPUT, shape, significantBits));
    boolean branches = random.nextBoolean();
    int length = 1 + random.nextInt(9);
    for (int i = 0; i < length; i++) {
      if (branches && random.nextInt(3) == 0) {
        branchOrJoin();
      }
      addAny();
    }
    toFloats();
    joinWhatNobodyReads();
    List<String> labels = IntStream.range(0, shape.size()).mapToObj(i -> "" + i).toList();
    return PackedNetwork.of(new PackedProgram("any", input, labels, graph.build()));
  }

  /**
   * Goes on from an earlier value, or from a sum or concatenation of the last with earlier ones.
   */
  private void branchOrJoin() {
    Made last = made.get(made.size() - 1);
    if (random.nextInt(3) == 0) {
      goOnFrom(made.get(random.nextInt(made.size())));
      return;
    }
    Join how = random.nextBoolean() ? Join.ADD : Join.CONCAT;
    List<Made> fitting = made.stream().filter(other -> fits(how, last, other)).toList();
    if (!fitting.isEmpty()) {
      List<Made> joined = new ArrayList<>(List.of(last));
      for (int i = upTo(2); i > 0; i--) {
        joined.add(fitting.get(random.nextInt(fitting.size())));
      }
      Collections.shuffle(joined, random);
      join(how, joined);
    }
  }

  private static boolean fits(Join how, Made last, Made other) {
    boolean fits =
        how == Join.ADD
            ? other.shape.features().equals(last.shape.features())
            : other.shape.height() == last.shape.height()
                && other.shape.width() == last.shape.width()
                && other.shape.channels() + last.shape.channels() <= 100;
    ValueKind kind = last.shape.kind();
    return fits
        && other.shape.kind() == kind
        && (kind == ValueKind.FLOAT || (kind == ValueKind.BITS && how == Join.CONCAT));
  }

  private void join(Join how, List<Made> joined) {
    String name = "node" + made.size();
    graph.join(name, how, joined.stream().map(Made::name).toArray(String[]::new));
    List<FeatureShape> features = joined.stream().map(each -> each.shape.features()).toList();
    shape = new ValueShape(joined.get(0).shape.kind(), how.outputShape(features));
    significantBits = joined.stream().mapToInt(Made::bits).max().orElseThrow() + 2;
    remember(name, joined);
  }

  private void goOnFrom(Made start) {
    from = start;
    shape = start.shape;
    significantBits = start.bits;
  }

  /** Brings the present value to floats. */
  private void toFloats() {
    if (shape.kind() == ValueKind.BITS) {
      ConvGeometry g = geometry(40);
      add(new BitConv2d(g, bits(g.weightShape())));
    }
    if (shape.kind() == ValueKind.INT) {
      add(affine());
    }
  }

  /** Brings every value that is read by none to one pixel of floats and concatenates them. */
  private void joinWhatNobodyReads() {
    List<Made> ends = made.stream().filter(each -> !read.contains(each.name)).toList();
    if (ends.size() == 1) {
      return;
    }
    List<Made> pixels = new ArrayList<>();
    for (Made end : ends) {
      goOnFrom(end);
      toFloats();
      add(new MaxPool(1, 63, 0));
      pixels.add(from);
    }
    join(Join.CONCAT, pixels);
  }

  private void addAny() {
    switch (shape.kind()) {
      case FLOAT -> addToFloats();
      case INT -> addToSums();
      case BITS -> addToBits();
    }
  }

  private void addToFloats() {
    switch (exact && significantBits > 12 ? 8 : random.nextInt(9)) {
      case 0 -> {
        significantBits += 4;
        add(affine());
      }
      case 1 -> add(new Relu());
      case 2 -> add(new MaxPool(window(3)));
      case 3 -> add(new Shuffle(anyDivisor(shape.channels())));
      case 4 -> {
        ConvGeometry g = geometry(6);
        significantBits += 3 + bitsOf(g.depth());
        add(new FloatConv2d(g, floats(g.weights()), floats(g.outChannels())));
      }
      case 5 -> {
        significantBits += 4;
        add(new AvgPool(averagingWindow()));
      }
      case 6 -> {
        significantBits += 6;
        int channels = shape.channels();
        add(new Prelu(floats(channels), floats(channels), floats(channels)));
      }
      default -> {
        significantBits = 4;
        add(new FloatThreshold(thresholds(), bits(shape.channels())));
      }
    }
  }

  private void addToSums() {
    switch (random.nextInt(7)) {
      case 0 -> {
        significantBits = 16;
        add(affine());
      }
      case 1 -> add(new MaxPool(window(3)));
      case 2 -> add(new Shuffle(anyDivisor(shape.channels())));
      case 3, 4 -> {
        Window window = window(3);
        int[][] limit = new int[shape.channels()][];
        Arrays.setAll(limit, c -> integers(window.taps() + 1));
        add(
            new AvgPoolThreshold(
                window, integers(shape.channels()), limit, bits(shape.channels())));
      }
      default -> add(new IntThreshold(integers(shape.channels()), bits(shape.channels())));
    }
  }

  private void addToBits() {
    if (random.nextInt(4) == 0) {
      add(new Shuffle(anyDivisor(shape.channels())));
    } else {
      ConvGeometry g = geometry(150);
      add(new BitConv2d(g, bits(g.weightShape())));
    }
  }

  private void add(PackedLayer layer) {
    String name = "node" + made.size();
    graph.add(name, layer, from.name);
    shape = layer.outputShape(shape);
    remember(name, List.of(from));
  }

  private void remember(String name, List<Made> inputs) {
    inputs.forEach(input -> read.add(input.name));
    from = new Made(name, shape, significantBits);
    made.add(from);
  }

  private ConvGeometry geometry(int mostChannels) {
    if (random.nextInt(4) == 0) {
      return new ConvGeometry(shape.channels(), shape.channels(), window(5), shape.channels());
    }
    int groups = anyDivisor(shape.channels());
    int out = groups * upTo(Math.max(1, mostChannels / groups));
    return new ConvGeometry(shape.channels(), out, window(5), groups);
  }

  /** Often the same along both sides, else of any sides, steps and padding. */
  private Window window(int largest) {
    if (random.nextBoolean()) {
      return new Window(axis(largest, shape.height()), axis(largest, shape.width()));
    }
    int kernel = upTo(largest);
    int padding = random.nextInt(kernel);
    if (Math.min(shape.height(), shape.width()) + 2 * padding < kernel) {
      return new Window(1, 1, 0);
    }
    return new Window(kernel, upTo(3), padding);
  }

  /** Of an exact network a power of two taps, so that a mean is exact. */
  private Window averagingWindow() {
    if (exact) {
      return new Window(
          axisOf(1 << random.nextInt(3), shape.height()),
          axisOf(1 << random.nextInt(3), shape.width()));
    }
    return random.nextBoolean() ? window(5) : Window.all(shape.features());
  }

  private Window.Axis axis(int largest, int size) {
    return axisOf(upTo(largest), size);
  }

  private Window.Axis axisOf(int kernel, int size) {
    int before = random.nextInt(kernel);
    int after = random.nextInt(kernel);
    return size + before + after < kernel
        ? new Window.Axis(1, 1, 0, 0)
        : new Window.Axis(kernel, upTo(3), before, after);
  }

  private int anyDivisor(int number) {
    int[] divisors = IntStream.rangeClosed(1, number).filter(d -> number % d == 0).toArray();
    return divisors[random.nextInt(divisors.length)];
  }

  private Affine affine() {
    return new Affine(floats(shape.channels()), floats(shape.channels()));
  }

  private float[] thresholds() {
    float[] thresholds = floats(shape.channels());
    thresholds[random.nextInt(thresholds.length)] = Float.NEGATIVE_INFINITY;
    thresholds[random.nextInt(thresholds.length)] = Float.POSITIVE_INFINITY;
    return thresholds;
  }

  private int[] integers(int count) {
    int[] integers = IntStream.range(0, count).map(i -> random.nextInt(21) - 10).toArray();
    integers[random.nextInt(count)] = random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    return integers;
  }

  private float[] floats(int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = exact ? (random.nextInt(9) - 4) / 4f : (float) random.nextGaussian();
    }
    return floats;
  }

  private BitTensor bits(int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    boolean[] bits = new boolean[size];
    for (int i = 0; i < size; i++) {
      bits[i] = random.nextBoolean();
    }
    return BitTensor.ofBits(bits, dimensions);
  }

  private static int bitsOf(int number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(number);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private int upTo(int most) {
    return 1 + random.nextInt(most);
  }
}
