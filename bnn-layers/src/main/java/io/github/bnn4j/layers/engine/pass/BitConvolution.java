// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.kernel.BinaryFilters;
import io.github.bnn4j.core.kernel.BitMoves;
import io.github.bnn4j.core.kernel.Kernel;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.Phase;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A binary convolution forward that counts bits, in the kernels of packed inference: an image at a
 * time, shared among the workers. Sums are exact. It keeps the signs of its input in bits until the
 * way back, an eighth of a byte each.
 *
 * <p>On a Zen 5 it took four tenths of the time of oneDNN's int8 convolution.
 */
public final class BitConvolution {

  private static final int WORD = Kernel.TILE;

  /** Sums that stay in the cache next to the processor from when they are counted until scaled. */
  private static final int STRIP_SUMS = 1 << 14;

  /** Pixels summed in float before the sum is added to the double one. */
  private static final int TILE = 128;

  private final BitKernels kernels = PassKernels.ofThisJvm().bits();
  private final Workers workers;
  private final Timings timings;
  private final ConvGeometry geometry;
  private final FeatureShape input;
  private final ChannelOrder order;
  private final boolean rectified;
  private final SignWords layout;
  private final int pixels;
  private final int batch;
  private final int taps;
  private final int perGroup;
  private final int depth;
  private final int lanes;
  private final int strip;
  private final int[] words;
  private final BinaryFilters filters;
  private final int[] negatives;
  private final BorderSums borders;
  private final int[] starts;
  private final BitMoves moves;
  private final float[] scale;
  private final float[] shift;
  private final Part[] parts;

  /** What one worker needs. */
  private final class Part {
    private final Kernel kernel = Kernel.fastest();
    private final int[] windows = new int[geometry.groups() * depth * strip];
    private final int[] image = new int[order.groups() == 1 ? 0 : layout.size()];
    private final int[] sums = new int[strip * lanes];
    private final int[] starts = new int[strip];
    private final int[] rows = new int[strip];
    private final float[] weights = new float[taps * perGroup];
    private final BlockScratch scratch = new BlockScratch(lanes);

    /** Gets ready for another batch. */
    ScaledSums begin(Values output) {
      scratch.clearSums();
      return kernels.scaled(
          scratch.repeated(0, scale),
          scratch.repeated(1, shift),
          rectified,
          output,
          scratch.tiles());
    }
  }

  /**
   * Plans a convolution.
   *
   * @param geometry one that {@link #fits}
   * @param input the shape of an image
   * @param order of the channels of the input
   * @param rectified whether the statistics of the output are those behind a ReLU
   */
  public BitConvolution(
      Workers workers,
      Timings timings,
      ConvGeometry geometry,
      FeatureShape input,
      int batch,
      ChannelOrder order,
      boolean rectified) {
    this.workers = workers;
    this.timings = timings;
    this.geometry = geometry;
    this.input = input;
    this.batch = batch;
    this.order = order;
    this.rectified = rectified;
    Window.Axis rows = geometry.window().rows();
    Window.Axis columns = geometry.window().columns();
    layout = new SignWords(input, geometry.window());
    borders = new BorderSums(geometry, input);
    int outWidth = columns.outputSize(input.width());
    pixels = outWidth * rows.outputSize(input.height());
    taps = geometry.window().taps();
    perGroup = geometry.perGroup();
    depth = (taps * perGroup + WORD - 1) / WORD;
    lanes = geometry.outChannels();
    strip = Math.max(1, Math.min(TILE, STRIP_SUMS / lanes) / Kernel.BLOCK) * Kernel.BLOCK;
    words = new int[batch * layout.size()];
    filters =
        new BinaryFilters(
            new int[lanes * depth], geometry.groups(), lanes / WORD / geometry.groups(), depth);
    negatives = new int[lanes * taps];
    starts = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      starts[p] = p / outWidth * rows.stride() * layout.width() + p % outWidth * columns.stride();
    }
    moves = moves();
    scale = new float[lanes];
    shift = new float[lanes];
    parts = new Part[workers.count()];
    Arrays.setAll(parts, i -> new Part());
  }

  /**
   * Whether a convolution can count bits: of groups that read whole words, or of which several fill
   * a word, and write whole words, on the Vector API.
   */
  public static boolean fits(ConvGeometry geometry) {
    int perGroup = geometry.perGroup();
    return (perGroup % WORD == 0 || WORD % perGroup == 0)
        && geometry.inChannels() % WORD == 0
        && geometry.outChannels() % (WORD * geometry.groups()) == 0
        && !(PassKernels.ofThisJvm().bits() instanceof PortableBitKernels);
  }

  /** Moves the channels of a group to its window, tap by tap, without a gap. */
  private BitMoves moves() {
    int kernel = geometry.window().columns().kernel();
    int run = Math.min(WORD, perGroup);
    int runs = taps * perGroup / run;
    int count = geometry.groups() * runs;
    int[] from = new int[count];
    int[] rotation = new int[count];
    int[] mask = new int[count];
    int[] to = new int[count];
    int[] keep = new int[count];
    for (int i = 0; i < count; i++) {
      int group = i / runs;
      int bit = i % runs * run;
      int tap = bit / perGroup;
      int channel = group * perGroup + bit % perGroup;
      from[i] = channel / WORD * layout.plane() + tap / kernel * layout.width() + tap % kernel;
      rotation[i] = Math.floorMod(bit - channel, WORD);
      mask[i] = -1 >>> WORD - run << bit;
      to[i] = group * depth + bit / WORD;
      keep[i] = bit % WORD == 0 ? 0 : -1;
    }
    return new BitMoves(from, rotation, mask, to, keep);
  }

  /** Takes the signs of what is scaled as input, in order. */
  public void read(Values x, ChannelScaling scaling) {
    timings.time(
        Phase.NORMALIZATION,
        Values.size(x) + signsSize(),
        () ->
            workers.run(
                batch,
                (part, first, last) -> {
                  for (int image = first; image < last; image++) {
                    read(x, scaling, image);
                    if (order.groups() > 1) {
                      order.move(
                          kernels, words, image * layout.size(), layout.plane(), parts[part].image);
                    }
                  }
                }));
  }

  /** Takes those of one image, as they are. */
  void read(Values x, ChannelScaling scaling, int image) {
    int first = image * input.height();
    kernels.bits(x, scaling, first, first + input.height(), words, layout);
  }

  /** Writes the signs that were read, as +1 and -1. */
  public void writeSigns(Values signs) {
    timings.time(
        Phase.MOVEMENT,
        signsSize() + Values.size(signs),
        () ->
            workers.run(
                batch * input.height(),
                (part, first, last) -> kernels.signs(words, layout, 0, first, last, signs)));
  }

  /** Writes those of some images, on a worker. */
  public void writeSigns(int part, Chunk images, Values signs) {
    int first = images.first() * input.height();
    int last = first + images.count() * input.height();
    timings.time(
        part,
        Phase.MOVEMENT,
        signsSize() * images.count() / batch + Values.size(signs),
        () -> kernels.signs(words, layout, first, first, last, signs));
  }

  /**
   * Takes other weights.
   *
   * @param signs +1 and -1, {@code [outChannels, kernel, kernel, inChannels / groups]}
   * @param scales what the sums of each output channel are multiplied with
   * @param bias what is added then
   */
  public void useWeights(INDArray signs, INDArray scales, INDArray bias) {
    FloatBuffer values = signs.data().asNioFloat();
    scales.data().asNioFloat().get(0, scale);
    bias.data().asNioFloat().get(0, shift);
    timings.time(
        Phase.BINARIZATION,
        signs.length() * Float.BYTES + filtersSize(),
        () -> workers.run(lanes, (part, first, last) -> pack(values, part, first, last)));
    borders.update(negatives);
  }

  private void pack(FloatBuffer values, int part, int first, int last) {
    float[] weights = parts[part].weights;
    for (int o = first; o < last; o++) {
      values.get(o * weights.length, weights);
      int lane = o / WORD * depth * WORD + o % WORD;
      for (int k = 0; k < depth; k++) {
        filters.words()[lane + k * WORD] = negative(weights, k * WORD, WORD);
      }
      for (int tap = 0; tap < taps; tap++) {
        negatives[o * taps + tap] = 0;
        for (int i = 0; i < perGroup; i += WORD) {
          int word = negative(weights, tap * perGroup + i, Math.min(WORD, perGroup));
          negatives[o * taps + tap] += Integer.bitCount(word);
        }
      }
    }
  }

  /** Which of up to 32 weights are negative; those behind the last are not. */
  private static int negative(float[] weights, int from, int count) {
    int word = 0;
    for (int i = 0; i < Math.min(count, weights.length - from); i++) {
      word |= (Float.floatToRawIntBits(weights[from + i]) >>> 31) << i;
    }
    return word;
  }

  /** Writes the output, float32. */
  public void run(Values output) {
    timings.time(
        Phase.CONVOLUTION_FORWARD,
        signsSize() + filtersSize() + Values.size(output),
        () ->
            workers.run(
                batch,
                (part, first, last) -> run(parts[part], first, last, parts[part].begin(output))));
  }

  private void run(Part part, int first, int last, ScaledSums output) {
    for (int image = first; image < last; image++) {
      for (int tile = 0; tile < pixels; tile += TILE) {
        int end = Math.min(pixels, tile + TILE);
        for (int p = tile; p < end; p += strip) {
          strip(part, image, p, Math.min(strip, end - p), output);
        }
        part.scratch.finishTiles();
      }
    }
  }

  private void strip(Part part, int image, int from, int count, ScaledSums output) {
    int blocks = (count + Kernel.BLOCK - 1) / Kernel.BLOCK;
    int imageAt = image * layout.size();
    for (int i = 0; i < blocks * Kernel.BLOCK; i++) {
      part.starts[i] = i < count ? imageAt + starts[from + i] : 0;
      part.rows[i] = i < count ? borders.rowOf(from + i) : 0;
    }
    int stride = geometry.groups() * depth * Kernel.BLOCK;
    part.kernel.gather(words, part.starts, blocks, moves, part.windows, 0, stride);
    part.kernel.sum(
        part.windows, 0, stride, blocks, filters, borders.sums(), part.rows, part.sums, 0);
    output.write(part.sums, count * lanes, (image * pixels + from) * lanes);
  }

  /** The bytes of the signs of the input. */
  long signsSize() {
    return (long) Integer.BYTES * words.length;
  }

  private long filtersSize() {
    return (long) Integer.BYTES * filters.words().length;
  }

  int batch() {
    return batch;
  }

  /** The pixels of an image of the input. */
  int inputPixels() {
    return input.pixels();
  }

  /** Whether the statistics of the output are those behind a ReLU. */
  public boolean isRectified() {
    return rectified;
  }

  /** Takes the statistics of the output, which were taken while it was written. */
  void measure(ChannelStatistics statistics) {
    BlockScratch all = parts[0].scratch;
    for (int i = 1; i < parts.length; i++) {
      all.addSums(parts[i].scratch);
      parts[i].scratch.clearSums();
    }
    statistics.useBatch(all.sums()[0], all.sums()[1], batch * pixels);
  }
}
