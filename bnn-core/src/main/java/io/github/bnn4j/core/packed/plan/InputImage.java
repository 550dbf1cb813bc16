// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.Window;

/**
 * Where an image enters a plan: as the padded planes that a convolution reads, {@code
 * [channel][row][column]}, or else pixel by pixel.
 */
final class InputImage {

  private static final int COLORS = 3;

  private final ImageSpec spec;
  private final Window window;
  private final int pixelStep;
  private final int channelStep;

  private InputImage(ImageSpec spec, Window window, int pixelStep, int channelStep) {
    this.spec = spec;
    this.window = window;
    this.pixelStep = pixelStep;
    this.channelStep = channelStep;
  }

  /** Returns an image of planes with a border of zeros. */
  static InputImage planes(ImageSpec spec, Window window) {
    return new InputImage(spec, window, 1, PadStep.planeSize(spec.shape(), window));
  }

  /** Returns an image that lies pixel by pixel. */
  static InputImage pixels(ImageSpec spec) {
    return new InputImage(spec, new Window(1, 1, 0), spec.channels(), 1);
  }

  /** Returns the numbers of the image with its border. */
  int size() {
    return PadStep.planeSize(spec.shape(), window) * spec.channels();
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
    if (channels == COLORS && pixelStep == 1) {
      int row = COLORS * spec.width();
      for (int y = 0; y < spec.height(); y++) {
        loadColors(pixels, from + y * row, spec.width(), table, image, start(y, 0), channelStep);
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      int at = from + c;
      for (int y = 0; y < spec.height(); y++) {
        int to = start(y, c);
        for (int x = 0; x < spec.width(); x++, at += channels, to += pixelStep) {
          image[to] = table[c * 256 + (pixels[at] & 0xff)];
        }
      }
    }
  }

  /** Loads a row of pixels into three planes, with steps that the compiler knows. */
  private static void loadColors(
      byte[] pixels, int from, int width, float[] table, float[] image, int to, int planeStep) {
    int green = to + planeStep;
    int blue = green + planeStep;
    for (int x = 0; x < width; x++) {
      int at = from + COLORS * x;
      image[to + x] = table[pixels[at] & 0xff];
      image[green + x] = table[256 + (pixels[at + 1] & 0xff)];
      image[blue + x] = table[512 + (pixels[at + 2] & 0xff)];
    }
  }

  void load(float[] normalised, Buffers buffers) {
    float[] image = buffers.floats[BufferSizes.IMAGE];
    int channels = spec.channels();
    for (int c = 0; c < channels; c++) {
      int at = c;
      for (int y = 0; y < spec.height(); y++) {
        int to = start(y, c);
        for (int x = 0; x < spec.width(); x++, at += channels, to += pixelStep) {
          image[to] = normalised[at];
        }
      }
    }
  }

  private int start(int y, int channel) {
    int pixel =
        (y + window.rows().before()) * window.columns().padded(spec.width())
            + window.columns().before();
    return pixel * pixelStep + channel * channelStep;
  }
}
