// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lays out windows. Where those of a block, or of two, start behind one another, all its pixels
 * move at once.
 */
final class Gather {

  private static final int BLOCK = Kernel.BLOCK;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** One lane a pixel of a block. */
  private static final VectorSpecies<Integer> PIXELS = IntVector.SPECIES_256;

  private static final VectorSpecies<Float> FLOAT_PIXELS = FloatVector.SPECIES_256;

  private static final VectorShuffle<Float> EVEN_TO_FRONT =
      VectorShuffle.fromValues(FLOAT_PIXELS, 0, 2, 4, 6, 0, 0, 0, 0);

  private static final VectorShuffle<Float> ODD_TO_BACK =
      VectorShuffle.fromValues(FLOAT_PIXELS, 0, 0, 0, 0, 1, 3, 5, 7);

  private static final VectorMask<Float> BACK = VectorMask.fromLong(FLOAT_PIXELS, 0xf0);

  /** The lanes of two blocks, where a vector has them. */
  private static final VectorMask<Integer> FIRST_BLOCK = INTS.indexInRange(0, BLOCK);

  private static final VectorMask<Integer> SECOND_BLOCK = FIRST_BLOCK.not();

  private Gather() {}

  /** Does as {@link Kernel#gather}. */
  static void bits(
      int[] image, int[] starts, int blocks, BitMoves moves, int[] windows, int at, int stride) {
    boolean whole = moves.areWhole();
    for (int block = 0; block < blocks; block++) {
      int pixel = block * BLOCK;
      if (whole && areNeighbours(starts, pixel, BLOCK)) {
        copyNeighbours(image, starts[pixel], moves.from(), windows, at + block * stride);
      } else if (INTS.length() == 2 * BLOCK
          && block + 1 < blocks
          && areNeighbours(starts, pixel, 2 * BLOCK)) {
        gatherTwoBlocks(image, starts[pixel], moves, windows, at + block * stride, stride);
        block++;
      } else if (areNeighbours(starts, pixel, BLOCK)) {
        gatherNeighbours(image, starts[pixel], moves, windows, at + block * stride);
      } else {
        gatherAnywhere(image, starts, pixel, moves, windows, at + block * stride);
      }
    }
  }

  private static void copyNeighbours(
      int[] image, int start, int[] froms, int[] windows, int windowsAt) {
    int to = windowsAt;
    for (int from : froms) {
      IntVector.fromArray(PIXELS, image, start + from).intoArray(windows, to);
      to += BLOCK;
    }
  }

  private static void gatherNeighbours(
      int[] image, int start, BitMoves moves, int[] windows, int windowsAt) {
    int[] froms = moves.from();
    int[] rotations = moves.rotation();
    int[] masks = moves.mask();
    int[] tos = moves.to();
    int[] keeps = moves.keep();
    IntVector word = IntVector.zero(PIXELS);
    for (int i = 0; i < froms.length; i++) {
      IntVector run =
          IntVector.fromArray(PIXELS, image, start + froms[i])
              .lanewise(VectorOperators.ROL, rotations[i])
              .lanewise(VectorOperators.AND, masks[i]);
      word = word.lanewise(VectorOperators.AND, keeps[i]).lanewise(VectorOperators.OR, run);
      word.intoArray(windows, windowsAt + tos[i] * BLOCK);
    }
  }

  private static void gatherTwoBlocks(
      int[] image, int start, BitMoves moves, int[] windows, int windowsAt, int stride) {
    int[] froms = moves.from();
    int[] rotations = moves.rotation();
    int[] masks = moves.mask();
    int[] tos = moves.to();
    int[] keeps = moves.keep();
    IntVector word = IntVector.zero(INTS);
    for (int i = 0; i < froms.length; i++) {
      IntVector run =
          IntVector.fromArray(INTS, image, start + froms[i])
              .lanewise(VectorOperators.ROL, rotations[i])
              .lanewise(VectorOperators.AND, masks[i]);
      word = word.lanewise(VectorOperators.AND, keeps[i]).lanewise(VectorOperators.OR, run);
      int to = windowsAt + tos[i] * BLOCK;
      word.intoArray(windows, to, FIRST_BLOCK);
      word.intoArray(windows, to + stride - BLOCK, SECOND_BLOCK);
    }
  }

  private static void gatherAnywhere(
      int[] image, int[] starts, int at, BitMoves moves, int[] windows, int windowsAt) {
    for (int i = 0; i < moves.count(); i++) {
      int to = windowsAt + moves.to()[i] * BLOCK;
      for (int pixel = 0; pixel < BLOCK; pixel++) {
        int word = image[starts[at + pixel] + moves.from()[i]];
        int run = Integer.rotateLeft(word, moves.rotation()[i]) & moves.mask()[i];
        windows[to + pixel] = windows[to + pixel] & moves.keep()[i] | run;
      }
    }
  }

  /**
   * Copies the numbers of the windows of a group: {@code [block][number][pixel]}. Leaves out blocks
   * whose windows start behind one another, which can be read where they are.
   *
   * @param behind how far the windows of the group start behind the starts
   * @param offsets where each number of a window lies, from its start
   */
  static void floats(
      float[] image, int[] starts, int blocks, int behind, int[] offsets, float[] windows) {
    for (int pixel = 0; pixel < blocks * BLOCK; pixel += BLOCK) {
      if (areNeighbours(starts, pixel, BLOCK)) {
        continue;
      }
      int to = pixel * offsets.length;
      if (areSpaced(starts, pixel, 2)) {
        int start = starts[pixel] + behind;
        for (int k = 0; k < offsets.length; k++, to += BLOCK) {
          everySecond(image, start + offsets[k]).intoArray(windows, to);
        }
        continue;
      }
      for (int k = 0; k < offsets.length; k++) {
        for (int i = 0; i < BLOCK; i++) {
          windows[to++] = image[starts[pixel + i] + behind + offsets[k]];
        }
      }
    }
  }

  /** Returns eight numbers, two apart. */
  private static FloatVector everySecond(float[] image, int at) {
    FloatVector first = FloatVector.fromArray(FLOAT_PIXELS, image, at);
    // up to the last number, but not beyond it
    FloatVector second = FloatVector.fromArray(FLOAT_PIXELS, image, at + BLOCK - 1);
    return first.rearrange(EVEN_TO_FRONT).blend(second.rearrange(ODD_TO_BACK), BACK);
  }

  /** Returns whether the windows of a block start that far from one another. */
  private static boolean areSpaced(int[] starts, int at, int step) {
    int difference = 0;
    for (int i = 1; i < BLOCK; i++) {
      difference |= starts[at + i] - starts[at] - i * step;
    }
    return difference == 0;
  }

  /** Returns whether the windows of some pixels start behind one another. */
  static boolean areNeighbours(int[] starts, int at, int pixels) {
    return starts[at + pixels - 1] == starts[at] + pixels - 1;
  }
}
