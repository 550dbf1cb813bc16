// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.random.RandomGenerator;

/**
 * Random changes of training images: a shift, with black coming in at the border, and a mirror
 * image half of the time.
 *
 * @param shift largest shift in pixels to each side, at least 0; "crop with padding" elsewhere
 * @param flip whether images are mirrored left to right, with probability 1/2
 */
public record Augmentation(int shift, boolean flip) {

  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /** Mirror images alone. */
  public static final Augmentation FLIP = new Augmentation(0, true);

  /** What CIFAR-10 networks are commonly trained with: shifts of up to 4 pixels, and mirroring. */
  public static final Augmentation CROP_AND_FLIP = new Augmentation(4, true);

  /**
   * Checks the shift.
   *
   * @param shift largest shift in pixels to each side, at least 0
   * @param flip whether images are mirrored left to right, with probability 1/2
   * @throws IllegalArgumentException if it is negative
   */
  public Augmentation {
    if (shift < 0) {
      throw new IllegalArgumentException("A shift of at least 0 is needed, not " + shift + ".");
    }
  }

  /**
   * The augmentation in a few words, as a checkpoint records it.
   *
   * @return such as {@code crop and flip}, which means shifts of up to 4 pixels and mirror images
   */
  public String describe() {
    if (shift == 0) {
      return flip ? "flip" : "no augmentation";
    }
    String crop = shift == CROP_AND_FLIP.shift ? "crop" : "crop by " + shift;
    return flip ? crop + " and flip" : crop;
  }

  /** Scales one image into the network's input, changed at random. */
  void apply(
      byte[] pixels,
      int image,
      FeatureShape shape,
      PixelScaling scaling,
      RandomGenerator random,
      float[] target,
      int at) {
    int down = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    int right = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    boolean mirrored = flip && random.nextBoolean();
    int start = image * shape.size();
    int to = at;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int row = y + down;
        int column = (mirrored ? shape.width() - 1 - x : x) + right;
        boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
        int from = start + (row * shape.width() + column) * shape.channels();
        for (int c = 0; c < shape.channels(); c++) {
          target[to++] = scaling.scale(c, inside ? pixels[from + c] & 0xFF : 0);
        }
      }
    }
  }
}
