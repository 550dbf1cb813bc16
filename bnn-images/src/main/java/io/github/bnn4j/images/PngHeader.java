// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.nio.ByteBuffer;

/**
 * The header of a PNG file.
 *
 * @param depth bits of a sample
 * @param type bit 0: palette, bit 1: colour, bit 2: alpha
 */
record PngHeader(Size size, int depth, int type, boolean interlaced) {
  private static final int LENGTH = 13;

  static PngHeader read(ByteBuffer chunk) throws Refusal {
    if (chunk.limit() != LENGTH) {
      throw Refusal.damaged("its header is of the wrong length");
    }
    Size size = new Size(chunk.getInt(0), chunk.getInt(4));
    PngHeader header = new PngHeader(size, chunk.get(8), chunk.get(9), chunk.get(12) == 1);
    boolean known = chunk.get(10) == 0 && chunk.get(11) == 0 && (chunk.get(12) & ~1) == 0;
    if (!known || size.width() <= 0 || size.height() <= 0 || !header.isDepthOfType()) {
      throw Refusal.damaged("its header makes no sense");
    }
    return header;
  }

  private boolean isDepthOfType() {
    return switch (type) {
      case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case 2, 4, 6 -> depth == 8 || depth == 16;
      default -> false;
    };
  }

  boolean hasPalette() {
    return (type & 1) != 0;
  }

  boolean hasAlpha() {
    return (type & 4) != 0;
  }

  /** How many samples of a pixel are colours. */
  int colours() {
    return hasPalette() || (type & 2) == 0 ? 1 : 3;
  }

  int samples() {
    return colours() + (hasAlpha() ? 1 : 0);
  }

  /** Bytes of a pixel whose samples have one or two bytes each. */
  int bytesOfPixel() {
    return samples() * (depth == 16 ? 2 : 1);
  }

  /** Bytes of so many pixels as they are stored, with small samples packed. */
  int bytesOfRow(int pixels) {
    return Math.toIntExact(((long) pixels * samples() * depth + 7) / Byte.SIZE);
  }
}
