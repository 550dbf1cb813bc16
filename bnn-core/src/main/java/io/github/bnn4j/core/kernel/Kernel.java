// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

/**
 * The inner loops, with the scratch memory they need: one instance a thread. Every implementation
 * gives the same bits: integers are exact, and a float sum starts with the bias and adds the
 * numbers of the window in order, each by one fused multiply-add.
 *
 * <p>Arguments are not checked beyond the bounds of the arrays.
 */
public abstract class Kernel {

  /** The pixels of a block. */
  public static final int BLOCK = 8;

  /** The output channels of a tile. */
  public static final int TILE = 32;

  Kernel() {}

  /** {@return a kernel of the fastest provider that is ready} */
  public static Kernel create() {
    return KernelChoice.ready().kernels().get();
  }

  /**
   * {@return a kernel of the fastest provider that can run here, whether the JVM has compiled it
   * yet or not} For who runs it for long, and would be slowed down by a warm-up beside it.
   */
  public static Kernel fastest() {
    return KernelChoice.fastest().kernels().get();
  }

  /** {@return the name of the provider: {@code scalar} or {@code vector}} */
  public abstract String provider();

  /** {@return this kernel, or a new one if a faster provider has become ready} */
  public final Kernel orFaster() {
    KernelProvider ready = KernelChoice.ready();
    return ready.name().equals(provider()) ? this : ready.kernels().get();
  }

  /**
   * Counts disagreements of windows and filters and compares each count with a limit: bit 1 where
   * {@code (count > limit) != flip}.
   *
   * @param windows the windows, {@code [block][group][word][pixel]}
   * @param at where the first block starts
   * @param stride how far a block starts behind the one before
   * @param blocks the number of blocks
   * @param filters the filters
   * @param limits rows of limits, one limit a lane, at least -1
   * @param rows where in the limits the row of each pixel starts
   * @param flips the flips of each tile
   * @param bits receives blocks of bits
   * @param bitsAt where the first block of bits starts
   */
  public abstract void threshold(
      int[] windows,
      int at,
      int stride,
      int blocks,
      BinaryFilters filters,
      int[] limits,
      int[] rows,
      int[] flips,
      int[] bits,
      int bitsAt);

  /**
   * Counts disagreements of windows and filters and turns them to sums: {@code base - 2 * count}.
   *
   * @param windows the windows, {@code [block][group][word][pixel]}
   * @param at where the first block starts
   * @param stride how far a block starts behind the one before
   * @param blocks the number of blocks
   * @param filters the filters
   * @param bases rows of bases, one base a lane
   * @param rows where in the bases the row of each pixel starts
   * @param sums receives the sums, {@code [pixel][lane]}
   * @param sumsAt where the first pixel starts
   */
  public abstract void sum(
      int[] windows,
      int at,
      int stride,
      int blocks,
      BinaryFilters filters,
      int[] bases,
      int[] rows,
      int[] sums,
      int sumsAt);

  /**
   * Convolves in single precision and compares each sum with a threshold: bit 1 where {@code (sum
   * >= threshold) != inversion}.
   *
   * @param image the padded image
   * @param starts where the window of each pixel of the blocks starts, ascending; 0 stands for
   *     pixels behind the last
   * @param blocks the number of blocks
   * @param filters the filters
   * @param thresholds the threshold of each lane
   * @param inversions the inversions of each tile
   * @param bits receives blocks of bits
   * @param bitsAt where the first block of bits starts
   */
  public abstract void threshold(
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] thresholds,
      int[] inversions,
      int[] bits,
      int bitsAt);

  /**
   * Convolves in single precision and scales and shifts the sums: {@code fma(scale, sum, shift)}.
   * Lanes that are no output channel may keep what they held.
   *
   * @param image the padded image
   * @param starts where the window of each pixel of the blocks starts, ascending; 0 stands for
   *     pixels behind the last
   * @param blocks the number of blocks
   * @param filters the filters
   * @param scale the scale of each lane; 1 leaves a sum as it is with a shift of -0
   * @param shift the shift of each lane
   * @param sums receives the results, {@code [pixel][lane]}
   * @param sumsAt where the first pixel starts
   */
  public abstract void sum(
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] scale,
      float[] shift,
      float[] sums,
      int sumsAt);

  /**
   * Lays out windows: moves runs of bits of every pixel of a strip to the words of its window.
   *
   * @param image the words of the image
   * @param starts where the window of each pixel of the blocks starts, ascending; 0 stands for
   *     pixels behind the last
   * @param blocks the number of blocks
   * @param moves the moves
   * @param windows receives the windows, {@code [block][word][pixel]}
   * @param at where the first block goes
   * @param stride how far a block starts behind the one before
   */
  public abstract void gather(
      int[] image, int[] starts, int blocks, BitMoves moves, int[] windows, int at, int stride);

  /**
   * Pools one pixel: over the taps with {@code sum >= cut} takes their number n and the total of
   * their sums; bit 1 where {@code (total >= limit[n]) != inversion}.
   *
   * @param sums the sums, {@code [pixel][lane]}
   * @param taps where the pixel of each tap starts
   * @param tapCount the number of taps
   * @param cuts the cut of each lane
   * @param limits {@code [n][lane]}
   * @param inversions the inversions of each tile
   * @param bits receives the bits of the pixel, one int every {@link #BLOCK}
   * @param bitsAt where the first goes
   */
  public abstract void pooledThreshold(
      int[] sums,
      int[] taps,
      int tapCount,
      int[] cuts,
      int[] limits,
      int[] inversions,
      int[] bits,
      int bitsAt);

  /**
   * Scales and shifts sums: {@code fma(scale, x, shift)}, then what is not above 0 becomes 0 if
   * rectified.
   *
   * @param sums the sums, {@code [pixel][lane]}
   * @param pixels the number of pixels
   * @param scale the scale of each lane
   * @param shift the shift of each lane
   * @param rectify whether to rectify
   * @param out receives the results, {@code [pixel][lane]}
   */
  public abstract void affine(
      int[] sums, int pixels, float[] scale, float[] shift, boolean rectify, float[] out);

  /**
   * Does the same to numbers in place.
   *
   * @param values the numbers, {@code [pixel][lane]}
   * @param at where the first pixel starts
   * @param pixels the number of pixels
   * @param scale the scale of each lane
   * @param shift the shift of each lane
   * @param rectify whether to rectify
   */
  public abstract void affine(
      float[] values, int at, int pixels, float[] scale, float[] shift, boolean rectify);

  /**
   * Ends residual blocks: counts disagreements of windows and filters, turns them to sums, {@code
   * base - 2 * count}, and these to {@code bend(fma(scale, sum, shift) + shortcut)}, where {@code
   * bend(x) = (y > 0 ? y : slope * y) + offset} of {@code y = x - center}. Every operation but the
   * fused one rounds. Then compares that with thresholds: bit 1 where {@code (value >= threshold)
   * != inversion}.
   *
   * @param windows the windows, {@code [block][group][word][pixel]}
   * @param at where the first block starts
   * @param stride how far a block starts behind the one before
   * @param blocks the number of blocks
   * @param filters the filters
   * @param bases rows of bases, one base a lane
   * @param rows where in the bases the row of each pixel starts
   * @param end what happens to each lane
   * @param stream holds the shortcut and receives the results, {@code [pixel][lane]}
   * @param to where its first pixel starts
   * @param bits receives the bits; those of the pixels of a block and tile lie one behind another
   * @param bitStarts where the bits of the first tile of each block start
   * @param tileStep how far the bits of a tile start behind those of the one before
   */
  public abstract void stream(
      int[] windows,
      int at,
      int stride,
      int blocks,
      BinaryFilters filters,
      int[] bases,
      int[] rows,
      StreamEnd end,
      float[] stream,
      int to,
      int[] bits,
      int[] bitStarts,
      int tileStep);

  /**
   * Compares numbers with thresholds: bit 1 where {@code (value >= threshold) != inversion}.
   *
   * @param values the numbers, {@code [pixel][lane]}
   * @param at where the first pixel starts
   * @param blocks the number of blocks
   * @param thresholds the threshold of each lane, of whole tiles
   * @param inversions the inversions of each tile
   * @param bits receives the bits; those of the pixels of a block and tile lie one behind another
   * @param bitStarts where the bits of the first tile of each block start
   * @param tileStep how far the bits of a tile start behind those of the one before
   */
  public abstract void threshold(
      float[] values,
      int at,
      int blocks,
      float[] thresholds,
      int[] inversions,
      int[] bits,
      int[] bitStarts,
      int tileStep);

  /**
   * Begins a stream: convolves in single precision, scales and shifts the sums, and compares that
   * with thresholds: bit 1 where it reaches one, {@code !=} its inversion.
   *
   * @param image the padded image
   * @param starts where the window of each pixel of the blocks starts, ascending; 0 stands for
   *     pixels behind the last
   * @param blocks the number of blocks
   * @param filters the filters
   * @param scale the scale of each lane
   * @param shift the shift of each lane
   * @param thresholds the threshold of each lane
   * @param inversions the inversions of each tile
   * @param stream receives the results, {@code [pixel][lane]}
   * @param to where its first pixel starts
   * @param bits receives the bits; those of the pixels of a block and tile lie one behind another
   * @param bitStarts where the bits of the first tile of each block start
   * @param tileStep how far the bits of a tile start behind those of the one before
   */
  public void stream(
      float[] image,
      int[] starts,
      int blocks,
      FloatFilters filters,
      float[] scale,
      float[] shift,
      float[] thresholds,
      int[] inversions,
      float[] stream,
      int to,
      int[] bits,
      int[] bitStarts,
      int tileStep) {
    sum(image, starts, blocks, filters, scale, shift, stream, to);
    threshold(stream, to, blocks, thresholds, inversions, bits, bitStarts, tileStep);
  }

  /**
   * Pools some pixels whose windows are alike: the sum of their taps in order, starting from 0,
   * divided.
   *
   * @param values the numbers, {@code [pixel][lane]}
   * @param taps where the pixel of each tap of the first window starts
   * @param tapCount the number of taps
   * @param pixels the number of pixels
   * @param step how far the taps of a window start behind those of the one before
   * @param lanes the lanes of a pixel
   * @param divisor what the sum is divided by
   * @param out receives the pixels
   * @param to where the first starts
   */
  public abstract void mean(
      float[] values,
      int[] taps,
      int tapCount,
      int pixels,
      int step,
      int lanes,
      float divisor,
      float[] out,
      int to);

  /**
   * Pools some pixels whose windows are alike: the largest of their taps.
   *
   * @param values the numbers, {@code [pixel][lane]}
   * @param taps where the pixel of each tap of the first window starts
   * @param tapCount the number of taps, at least 1
   * @param pixels the number of pixels
   * @param step how far the taps of a window start behind those of the one before
   * @param lanes the lanes of a pixel
   * @param out receives the pixels
   * @param to where the first starts
   */
  public abstract void max(
      float[] values,
      int[] taps,
      int tapCount,
      int pixels,
      int step,
      int lanes,
      float[] out,
      int to);
}
