// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.packed.layer.ImageSpec;

/** A table of {@link ImageSpec#normalise}, so that training does what packed inference does. */
final class PixelScaling {

  private final float[][] table;

  PixelScaling(ImageSpec spec) {
    table = new float[spec.channels()][256];
    for (int c = 0; c < table.length; c++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        table[c][pixel] = spec.normalise(pixel, c);
      }
    }
  }

  float scale(int channel, int pixel) {
    return table[channel][pixel];
  }

  /** Scales an image into a batch. */
  void scale(byte[] image, float[] target, int at) {
    for (int i = 0; i < image.length; i += table.length) {
      for (int c = 0; c < table.length; c++) {
        target[at + i + c] = table[c][image[i + c] & 0xFF];
      }
    }
  }
}
