// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws a small picture on a colour terminal: each character is an upper half block and shows two
 * pixels, one above the other, in 24-bit colour.
 */
final class HalfBlocks {
  private static final String RESET = "\u001b[0m";

  private HalfBlocks() {}

  /** The lines of a picture; {@code pixels} is [side, side, 3]. */
  static List<String> draw(byte[] pixels, int side) {
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < side; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < side; x++) {
        int upper = (y * side + x) * 3;
        int lower = upper + side * 3;
        line.append("\u001b[38;2;").append(rgb(pixels, upper));
        line.append("m\u001b[48;2;").append(rgb(pixels, lower)).append("m▀");
      }
      lines.add(line.append(RESET).toString());
    }
    return lines;
  }

  private static String rgb(byte[] pixels, int at) {
    return (pixels[at] & 0xff) + ";" + (pixels[at + 1] & 0xff) + ";" + (pixels[at + 2] & 0xff);
  }
}
