// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

/** Where an image enters a plan: a buffer with a border of zeros. */
final class InputImage {

  private final ImageSpec spec;
  private final int padding;

  InputImage(ImageSpec spec, int padding) {
    this.spec = spec;
    this.padding = padding;
  }

  /** Returns the numbers of the padded image. */
  int size() {
    long size =
        (long) (spec.height() + 2 * padding) * (spec.width() + 2 * padding) * spec.channels();
    Require.that(size <= 4L * ValueShape.MAX_ELEMENTS, "A padded image needs too much memory.");
    return (int) size;
  }

  /** Returns what each pixel becomes: {@code [channel][pixel]}. */
  float[] pixelTable() {
    float[] table = new float[spec.channels() * 256];
    for (int c = 0; c < spec.channels(); c++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        table[c * 256 + pixel] = (pixel - spec.mean()[c]) / spec.std()[c];
      }
    }
    return table;
  }

  void load(byte[] pixels, int from, float[] table, Buffers buffers) {
    float[] image = buffers.floats[BufferSizes.IMAGE];
    int channels = spec.channels();
    int at = from;
    for (int y = 0; y < spec.height(); y++) {
      int to = rowStart(y);
      for (int x = 0; x < spec.width(); x++) {
        for (int c = 0; c < channels; c++) {
          image[to++] = table[c * 256 + (pixels[at++] & 0xff)];
        }
      }
    }
  }

  void load(float[] normalised, Buffers buffers) {
    float[] image = buffers.floats[BufferSizes.IMAGE];
    int rowLength = spec.width() * spec.channels();
    for (int y = 0; y < spec.height(); y++) {
      System.arraycopy(normalised, y * rowLength, image, rowStart(y), rowLength);
    }
  }

  private int rowStart(int y) {
    return ((y + padding) * (spec.width() + 2 * padding) + padding) * spec.channels();
  }
}
