// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Makes colours of the rows of a PNG file, for one thread. */
@FunctionalInterface
interface PngColours {

  /**
   * Makes as many pixels as the array has.
   *
   * @param row samples of one or two bytes each
   * @param x the first pixel
   * @param argb receives pixels as 0xAARRGGBB, alpha not multiplied in
   */
  void row(byte[] row, int x, int[] argb);

  /** Samples that are the numbers of colours. */
  static PngColours ofPalette(ByteBuffer palette, Optional<ByteBuffer> transparency, ToRgb toRgb) {
    int size = palette.limit() / 3;
    int[] samples = new int[size * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (palette.get(i) & 0xff) * 257;
    }
    int[] known = new int[size];
    toRgb.convert(samples, 3, known);
    int[] colours = new int[1 << Byte.SIZE];
    for (int i = 0; i < colours.length; i++) {
      int index = i;
      int alpha =
          transparency.filter(t -> index < t.limit()).map(t -> t.get(index) & 0xff).orElse(0xff);
      colours[i] = alpha << 24 | (i < size ? known[i] : 0);
    }
    return (row, x, argb) -> {
      for (int i = 0; i < argb.length; i++) {
        argb[i] = colours[row[x + i] & 0xff];
      }
    };
  }

  /** Samples that are colours; those of one colour may be transparent. */
  static PngColours ofSamples(PngHeader header, Optional<ByteBuffer> transparency, ToRgb toRgb) {
    int colours = header.colours();
    int[] key = new int[colours];
    boolean keyed = transparency.filter(t -> t.limit() >= colours * Short.BYTES).isPresent();
    for (int c = 0; c < colours && keyed; c++) {
      key[c] = scaled(transparency.orElseThrow().getShort(c * Short.BYTES) & 0xffff, header);
    }
    int bands = header.samples();
    boolean alpha = header.hasAlpha();
    Scratch scratch = new Scratch();
    return (row, x, argb) -> {
      int[] samples = scratch.of(argb.length * bands);
      unpack(row, x * bands, samples, header);
      toRgb.convert(samples, bands, argb);
      for (int i = 0; i < argb.length; i++) {
        int at = i * bands;
        if (alpha) {
          argb[i] |= ToRgb.byteOf(samples[at + colours]) << 24;
        } else if (!keyed || !Arrays.equals(samples, at, at + colours, key, 0, colours)) {
          argb[i] |= 0xff << 24;
        }
      }
    };
  }

  private static void unpack(byte[] row, int from, int[] samples, PngHeader header) {
    if (header.depth() == 16) {
      for (int i = 0; i < samples.length; i++) {
        int at = 2 * (from + i);
        samples[i] = (row[at] & 0xff) << 8 | row[at + 1] & 0xff;
      }
    } else {
      int scale = ToRgb.MAX / ((1 << header.depth()) - 1);
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (row[from + i] & 0xff) * scale;
      }
    }
  }

  private static int scaled(int sample, PngHeader header) {
    return sample * (ToRgb.MAX / ((1 << header.depth()) - 1));
  }
}
