// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Compares the kernel of this JVM with plain loops; every kernel must give exactly their bits. */
@Tag("kernel")
class KernelTest {

  private static final int BLOCK = Kernel.BLOCK;
  private static final int TILE = Kernel.TILE;

  @Test
  @org.junit.jupiter.api.Tag("kernel")
  void theKernelIsTheOneThisRunAskedFor() {
    String expected = System.getProperty("bnn4j.expectedKernel");
    assumeThat(expected).as("set by the build").isNotNull();

    assertThat(Kernel.create().provider()).isEqualTo(expected);
  }

  @Property(tries = 300)
  void binaryThresholdsAreThoseOfPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int tilesPerGroup,
      @ForAll("depths") int depth,
      @ForAll @IntRange(min = 1, max = 5) int blocks,
      @ForAll Fill fill) {
    Random random = new Random(seed);
    int tiles = groups * tilesPerGroup;
    int stride = groups * depth * BLOCK + random.nextInt(3) * BLOCK;
    int[] windows = fill.ints(random, 5 + blocks * stride);
    BinaryFilters filters =
        new BinaryFilters(fill.ints(random, tiles * depth * TILE), groups, tilesPerGroup, depth);
    int[] limits =
        random
            .ints(3 * tiles * TILE, depth * 16 - 20, depth * 16 + 20)
            .map(i -> Math.max(-1, i))
            .toArray();
    limits[random.nextInt(limits.length)] = Integer.MAX_VALUE;
    int usedRows = 1 + random.nextInt(2);
    int[] rows =
        IntStream.range(0, blocks * BLOCK)
            .map(i -> (1 + random.nextInt(usedRows)) * tiles * TILE)
            .toArray();
    int[] flips = random.ints(tiles).toArray();
    int[] bits = random.ints(3 + blocks * tiles * BLOCK).toArray();
    int[] sums = new int[7 + blocks * BLOCK * tiles * TILE];

    Kernel kernel = Kernel.create();
    kernel.threshold(windows, 5, stride, blocks, filters, limits, rows, flips, bits, 3);
    kernel.sum(windows, 5, stride, blocks, filters, limits, rows, sums, 7);

    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int lane = 0; lane < tiles * TILE; lane++) {
        int count = count(windows, 5, stride, filters, pixel, lane);
        int limit = limits[rows[pixel] + lane];
        boolean flip = (flips[lane / TILE] >>> lane & 1) != 0;
        assertThat(bit(bits, 3, tiles, pixel, lane)).isEqualTo(count > limit != flip);
        assertThat(sums[7 + pixel * tiles * TILE + lane]).isEqualTo(limit - 2 * count);
      }
    }
  }

  /** Any number of words, often that for which filters stay in registers. */
  @Provide
  Arbitrary<Integer> depths() {
    return Arbitraries.oneOf(Arbitraries.just(4), Arbitraries.integers().between(1, 41));
  }

  private static int count(
      int[] windows, int at, int stride, BinaryFilters filters, int pixel, int lane) {
    int tile = lane / TILE;
    int group = tile / filters.tilesPerGroup();
    int count = 0;
    for (int k = 0; k < filters.depth(); k++) {
      int window = at + pixel / BLOCK * stride + (group * filters.depth() + k) * BLOCK;
      int word = filters.words()[(tile * filters.depth() + k) * TILE + lane % TILE];
      count += Integer.bitCount(windows[window + pixel % BLOCK] ^ word);
    }
    return count;
  }

  @Property(tries = 300)
  void streamsAndTheirSignsAreThoseOfPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 2) int tilesPerGroup,
      @ForAll @IntRange(min = 1, max = 20) int depth,
      @ForAll @IntRange(min = 1, max = 9) int blocks,
      @ForAll boolean wholeRows) {
    Random random = new Random(seed);
    int tiles = groups * tilesPerGroup;
    int lanes = tiles * TILE;
    float[] thresholds = floats(random, lanes);
    StreamEnd end =
        new StreamEnd(
            floats(random, lanes),
            floats(random, lanes),
            floats(random, lanes),
            floats(random, lanes),
            floats(random, lanes),
            thresholds,
            random.ints(tiles).toArray());
    int stride = groups * depth * BLOCK + random.nextInt(3) * BLOCK;
    int[] windows = random.ints(9L + blocks * stride).toArray();
    BinaryFilters filters =
        new BinaryFilters(
            random.ints((long) tiles * depth * TILE).toArray(), groups, tilesPerGroup, depth);
    int[] bases = random.ints(3L * lanes, 0, 600).toArray();
    int[] rows = random.ints((long) blocks * BLOCK, 0, 3).map(row -> row * lanes).toArray();
    if (wholeRows) { // none begins or ends inside a block
      for (int block = 0; block < rows.length; block += BLOCK) {
        Arrays.fill(rows, block + 1, block + BLOCK - 1, rows[block + 1]);
      }
    }
    float[] shortcut = floats(random, 5 + blocks * BLOCK * lanes);
    float[] out = new float[shortcut.length];
    int[] bits = random.ints(900).toArray();
    int[] bitStarts = IntStream.range(0, blocks).map(block -> 3 + block * 20).toArray();
    int tileStep = 200;

    Kernel kernel = Kernel.create();
    for (int run = 0; run < 2; run++) { // for the second a threshold is met
      System.arraycopy(shortcut, 0, out, 0, out.length);
      kernel.stream(
          windows, 9, stride, blocks, filters, bases, rows, end, out, 5, bits, bitStarts, tileStep);
      if (run == 0) {
        int equal = random.nextInt(blocks * BLOCK * lanes);
        thresholds[equal % lanes] = out[5 + equal];
        thresholds[random.nextInt(lanes)] = Float.NaN; // a lane without a channel
      }
    }

    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        int tile = lane / TILE;
        int count = count(windows, 9, stride, filters, pixel, lane);
        int sum = bases[rows[pixel] + lane] - 2 * count;
        int i = pixel * lanes + lane;
        float x = Math.fma(end.scale()[lane], sum, end.shift()[lane]) + shortcut[5 + i];
        float y = x - end.center()[lane];
        float bent = y > 0 ? y : y * end.slope()[lane];
        assertThat(out[5 + i]).isEqualTo(bent + end.offset()[lane]);
        int word = bits[bitStarts[pixel / BLOCK] + pixel % BLOCK + tile * tileStep];
        boolean inversion = (end.inversions()[tile] >>> lane & 1) != 0;
        assertThat((word >>> lane & 1) != 0).isEqualTo(out[5 + i] >= thresholds[lane] != inversion);
      }
    }
  }

  @Property(tries = 300)
  void thresholdsOfNumbersAreThoseOfPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int tiles,
      @ForAll @IntRange(min = 1, max = 9) int blocks) {
    Random random = new Random(seed);
    int lanes = tiles * TILE;
    float[] values = floats(random, 5 + blocks * BLOCK * lanes);
    float[] thresholds = floats(random, lanes);
    int equal = random.nextInt(blocks * BLOCK * lanes);
    thresholds[equal % lanes] = values[5 + equal];
    thresholds[random.nextInt(lanes)] = Float.NaN; // a lane without a channel
    int[] inversions = random.ints(tiles).toArray();
    int[] bits = random.ints(900).toArray();
    int[] bitStarts = IntStream.range(0, blocks).map(block -> 3 + block * 20).toArray();
    int tileStep = 200;

    Kernel.create().threshold(values, 5, blocks, thresholds, inversions, bits, bitStarts, tileStep);

    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        int tile = lane / TILE;
        int word = bits[bitStarts[pixel / BLOCK] + pixel % BLOCK + tile * tileStep];
        boolean inversion = (inversions[tile] >>> lane & 1) != 0;
        assertThat((word >>> lane & 1) != 0)
            .isEqualTo(values[5 + pixel * lanes + lane] >= thresholds[lane] != inversion);
      }
    }
  }

  @Property(tries = 300)
  void poolsOfNumbersAreThoseOfPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70) int anyLanes,
      @ForAll boolean wholeTiles,
      @ForAll @IntRange(min = 1, max = 9) int tapCount) {
    Random random = new Random(seed);
    int lanes = wholeTiles ? TILE * (1 + anyLanes / TILE) : anyLanes;
    int pixels = 1 + random.nextInt(4);
    int step = random.nextInt(3) * lanes;
    float[] values = floats(random, 28 * lanes);
    int[] taps = random.ints(tapCount, 0, 20).map(pixel -> pixel * lanes).toArray();
    float divisor = random.nextBoolean() ? tapCount : 1 + random.nextInt(9);
    float[] means = floats(random, 3 + pixels * lanes);
    float[] largest = floats(random, 3 + pixels * lanes);

    Kernel kernel = Kernel.create();
    kernel.mean(values, taps, tapCount, pixels, step, lanes, divisor, means, 3);
    kernel.max(values, taps, tapCount, pixels, step, lanes, largest, 3);

    for (int i = 0; i < pixels * lanes; i++) {
      float sum = 0;
      float most = Float.NEGATIVE_INFINITY;
      for (int tap : taps) {
        float value = values[tap + i / lanes * step + i % lanes];
        sum += value;
        most = Math.max(most, value);
      }
      assertThat(means[3 + i]).isEqualTo(sum / divisor);
      assertThat(largest[3 + i]).isEqualTo(most);
    }
  }

  @Property(tries = 300)
  void floatSumsAddInOrderWithOneRoundingATap(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 70) int outputs,
      @ForAll @IntRange(min = 1, max = 40) int depth,
      @ForAll @IntRange(min = 1, max = 4) int blocks,
      @ForAll boolean neighbours) {
    Random random = new Random(seed);
    int tiles = groups * ((outputs + TILE - 1) / TILE);
    FloatFilters filters =
        new FloatFilters(
            floats(random, tiles * depth * TILE),
            floats(random, tiles * TILE),
            groups,
            outputs,
            random.nextBoolean()
                ? IntStream.range(0, depth).toArray()
                : random.ints(depth, 0, 50).toArray(),
            3);
    float[] image = floats(random, 400);
    int[] starts = starts(random, blocks, neighbours);
    float[] thresholds = floats(random, tiles * TILE);
    for (int lane = 0; lane < thresholds.length; lane++) {
      if (lane % TILE >= filters.lanes(lane / TILE) || random.nextInt(20) == 0) {
        thresholds[lane] = Float.POSITIVE_INFINITY;
      }
    }
    int[] inversions = random.ints(tiles).toArray();
    float[] scale = floats(random, tiles * TILE);
    float[] shift = floats(random, tiles * TILE);
    boolean plain = random.nextBoolean();
    if (plain) {
      Arrays.fill(scale, 1);
      Arrays.fill(shift, -0.0f);
    }
    float[] sums = new float[2 + blocks * BLOCK * tiles * TILE];
    int[] bits = random.ints(3 + blocks * tiles * BLOCK).toArray();

    Kernel kernel = Kernel.create();
    kernel.sum(image, starts, blocks, filters, scale, shift, sums, 2);
    kernel.threshold(image, starts, blocks, filters, thresholds, inversions, bits, 3);

    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int lane = 0; lane < tiles * TILE; lane++) {
        float expected = sum(image, starts[pixel], filters, lane);
        boolean inversion = (inversions[lane / TILE] >>> lane & 1) != 0;
        if (lane % TILE < filters.lanes(lane / TILE)) {
          float scaled = plain ? expected : Math.fma(scale[lane], expected, shift[lane]);
          assertThat(sums[2 + pixel * tiles * TILE + lane]).isEqualTo(scaled);
        }
        assertThat(bit(bits, 3, tiles, pixel, lane))
            .isEqualTo(expected >= thresholds[lane] != inversion);
      }
    }
  }

  @Property(tries = 300)
  void streamsBeginWithSumsAndTheirSigns(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 2) int tilesPerGroup,
      @ForAll @IntRange(min = 1, max = 40) int depth,
      @ForAll @IntRange(min = 1, max = 4) int blocks,
      @ForAll boolean neighbours,
      @ForAll boolean inRows) {
    Random random = new Random(seed);
    int lanes = groups * tilesPerGroup * TILE;
    FloatFilters filters =
        new FloatFilters(
            floats(random, lanes * depth),
            floats(random, lanes),
            groups,
            tilesPerGroup * TILE - random.nextInt(3),
            inRows ? IntStream.range(0, depth).toArray() : random.ints(depth, 0, 50).toArray(),
            3);
    float[] image = floats(random, 400);
    int[] starts = starts(random, blocks, neighbours);
    float[] scale = floats(random, lanes);
    float[] shift = floats(random, lanes);
    float[] thresholds = floats(random, lanes);
    int[] inversions = random.ints(lanes / TILE).toArray();
    float[] stream = new float[5 + blocks * BLOCK * lanes];
    int[] bits = random.ints(900).toArray();
    int[] bitStarts = IntStream.range(0, blocks).map(block -> 3 + block * 20).toArray();
    int tileStep = 200;

    Kernel kernel = Kernel.create();
    for (int run = 0; run < 2; run++) { // for the second a threshold is met
      kernel.stream(
          image,
          starts,
          blocks,
          filters,
          scale,
          shift,
          thresholds,
          inversions,
          stream,
          5,
          bits,
          bitStarts,
          tileStep);
      int equal = random.nextInt(blocks * BLOCK * lanes);
      thresholds[equal % lanes] = run == 0 ? stream[5 + equal] : thresholds[equal % lanes];
    }

    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        int tile = lane / TILE;
        float value = stream[5 + pixel * lanes + lane];
        if (lane % TILE < filters.lanes(tile)) {
          float sum = sum(image, starts[pixel], filters, lane);
          assertThat(value).isEqualTo(Math.fma(scale[lane], sum, shift[lane]));
        }
        int word = bits[bitStarts[pixel / BLOCK] + pixel % BLOCK + tile * tileStep];
        boolean inversion = (inversions[tile] >>> lane & 1) != 0;
        assertThat((word >>> lane & 1) != 0).isEqualTo(value >= thresholds[lane] != inversion);
      }
    }
  }

  /**
   * Returns where windows start: one behind the other, or two apart, in every block or in all of
   * them, or anywhere in order.
   */
  private static int[] starts(Random random, int blocks, boolean neighbours) {
    int apart = 1 + random.nextInt(2);
    int step = random.nextBoolean() ? apart * BLOCK : 20;
    return neighbours
        ? IntStream.range(0, blocks * BLOCK)
            .map(i -> i / BLOCK * step + i % BLOCK * apart)
            .toArray()
        : random.ints(0, 200).distinct().limit((long) blocks * BLOCK).sorted().toArray();
  }

  private static float sum(float[] image, int start, FloatFilters filters, int lane) {
    int tile = lane / TILE;
    int group = tile / filters.tilesPerGroup();
    float sum = filters.bias()[lane];
    for (int k = 0; k < filters.depth(); k++) {
      float x = image[start + group * filters.groupStep() + filters.offsets()[k]];
      float w = filters.weights()[(tile * filters.depth() + k) * TILE + lane % TILE];
      sum = Math.fma(x, w, sum);
    }
    return sum;
  }

  @Property(tries = 300)
  void windowsHoldTheRunsThatWereMoved(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int blocks,
      @ForAll boolean neighbours) {
    Random random = new Random(seed);
    int words = 4;
    int[] image = random.ints(300).toArray();
    int[] starts = starts(random, blocks, neighbours);
    BitMoves moves =
        new BitMoves(
            random.ints(6, 0, 100).toArray(),
            random.ints(6, -31, 32).toArray(),
            new int[] {0x0000000f, 0x00fffff0, 0xff000000, -1, 0, 0x00000001},
            new int[] {0, 0, 0, 1, 2, 3},
            new int[] {0, -1, -1, 0, 0, 0});
    int[] windows = random.ints(5L + blocks * words * BLOCK).toArray();
    int[] expected = windows.clone();

    Kernel.create().gather(image, starts, blocks, moves, windows, 5, words * BLOCK);

    for (int pixel = 0; pixel < blocks * BLOCK; pixel++) {
      for (int i = 0; i < moves.count(); i++) {
        int word = image[starts[pixel] + moves.from()[i]];
        int run = Integer.rotateLeft(word, moves.rotation()[i]) & moves.mask()[i];
        int to = 5 + (pixel / BLOCK * words + moves.to()[i]) * BLOCK + pixel % BLOCK;
        expected[to] = expected[to] & moves.keep()[i] | run;
      }
    }
    assertThat(windows).isEqualTo(expected);
  }

  @Property(tries = 300)
  void pooledThresholdsCountAndAddWhatPassesTheCut(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int tiles,
      @ForAll @IntRange(min = 1, max = 9) int tapCount) {
    Random random = new Random(seed);
    int lanes = tiles * TILE;
    int[] sums = random.ints(10 * lanes, -50, 51).toArray();
    int[] taps = IntStream.range(0, 9).map(i -> random.nextInt(10) * lanes).toArray();
    int[] cuts = random.ints(lanes, -60, 61).toArray();
    int[] limits = random.ints(10 * lanes, -50, 150).toArray();
    int[] inversions = random.ints(tiles).toArray();
    int[] bits = new int[2 + tiles * BLOCK];

    Kernel.create().pooledThreshold(sums, taps, tapCount, cuts, limits, inversions, bits, 2);

    for (int lane = 0; lane < lanes; lane++) {
      int n = 0;
      int total = 0;
      for (int tap = 0; tap < tapCount; tap++) {
        int sum = sums[taps[tap] + lane];
        if (sum >= cuts[lane]) {
          n++;
          total += sum;
        }
      }
      boolean inversion = (inversions[lane / TILE] >>> lane & 1) != 0;
      assertThat(bit(bits, 2, tiles, 0, lane))
          .isEqualTo(total >= limits[n * lanes + lane] != inversion);
    }
  }

  @Property(tries = 100)
  void affineRoundsOnceAndRectifies(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int lanes, @ForAll boolean rectify) {
    Random random = new Random(seed);
    int pixels = 3;
    float[] scale = floats(random, lanes);
    float[] shift = floats(random, lanes);
    int at = random.nextInt(4);
    float[] values = floats(random, at + pixels * lanes + 3);
    float[] expected = values.clone();
    for (int i = 0; i < pixels * lanes; i++) {
      float y = Math.fma(scale[i % lanes], values[at + i], shift[i % lanes]);
      expected[at + i] = rectify ? Math.max(y, 0) : y;
    }

    Kernel.create().affine(values, at, pixels, scale, shift, rectify);

    assertThat(values).containsExactly(expected);
  }

  @Property(tries = 100)
  void affineOfSumsIsAffineOfTheirFloats(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int tiles, @ForAll boolean rectify) {
    Random random = new Random(seed);
    int lanes = tiles * TILE;
    float[] scale = floats(random, lanes);
    float[] shift = floats(random, lanes);
    int[] sums = random.ints(2 * lanes, -3000, 3001).toArray();
    float[] expected = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      expected[i] = sums[i];
    }
    Kernel kernel = Kernel.create();
    kernel.affine(expected, 0, 2, scale, shift, rectify);
    float[] out = new float[sums.length];

    kernel.affine(sums, 2, scale, shift, rectify, out);

    assertThat(out).containsExactly(expected);
  }

  /** What fills the words: noise, or one side of the range. */
  enum Fill {
    NOISE,
    ZEROS,
    ONES;

    int[] ints(Random random, int count) {
      int[] ints = random.ints(count).toArray();
      if (this != NOISE) {
        Arrays.fill(ints, this == ZEROS ? 0 : -1);
      }
      return ints;
    }
  }

  private static boolean bit(int[] bits, int at, int tiles, int pixel, int lane) {
    int word = at + (pixel / BLOCK * tiles + lane / TILE) * BLOCK + pixel % BLOCK;
    return (bits[word] >>> lane & 1) != 0;
  }

  private static float[] floats(Random random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
