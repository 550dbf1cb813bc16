// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.random.RandomGenerator;

/**
 * A shift, with black coming in at the border, and a mirror image half of the time.
 *
 * @param shift largest shift in pixels to each side, at least 0; "crop with padding" elsewhere
 * @param flip whether images are mirrored left to right, with probability 1/2
 */
public record ShiftAndFlip(int shift, boolean flip) implements Augmentation {

  static final int COMMON_SHIFT = 4;

  /**
   * Checks the shift.
   *
   * @param shift largest shift in pixels to each side, at least 0
   * @param flip whether images are mirrored left to right, with probability 1/2
   * @throws IllegalArgumentException if it is negative
   */
  public ShiftAndFlip {
    if (shift < 0) {
      throw new IllegalArgumentException("A shift of at least 0 is needed, not " + shift + ".");
    }
  }

  @Override
  public String describe() {
    if (shift == 0) {
      return flip ? "flip" : "no augmentation";
    }
    String crop = shift == COMMON_SHIFT ? "crop" : "crop by " + shift;
    return flip ? crop + " and flip" : crop;
  }

  @Override
  public void apply(byte[] image, FeatureShape shape, RandomGenerator random, byte[] changed) {
    int down = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    int right = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    boolean mirrored = flip && random.nextBoolean();
    int to = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int row = y + down;
        int column = (mirrored ? shape.width() - 1 - x : x) + right;
        boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
        int from = (row * shape.width() + column) * shape.channels();
        for (int c = 0; c < shape.channels(); c++) {
          changed[to++] = inside ? image[from + c] : 0;
        }
      }
    }
  }
}
