// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws a small picture as text: each character is the upper half block and shows two pixels, one
 * above the other, in 24-bit colour; without colours, shades of characters.
 */
final class HalfBlocks {
  private static final String RESET = "\u001b[0m";
  private static final String SHADES = " .:-=+*#%@";

  private final int side;
  private final int step;

  /**
   * A way to draw pictures.
   *
   * @param side height and width of the pictures in pixels
   * @param step every how many pixels one is drawn
   */
  HalfBlocks(int side, int step) {
    this.side = side;
    this.step = step;
  }

  /** The lines of the picture; {@code pixels} is [side, side, 3]. */
  List<String> draw(byte[] pixels, boolean colour) {
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < side; y += 2 * step) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < side; x += step) {
        int upper = (y * side + x) * 3;
        int lower = ((y + step) * side + x) * 3;
        if (colour) {
          line.append("\u001b[38;2;").append(rgb(pixels, upper));
          line.append("m\u001b[48;2;").append(rgb(pixels, lower)).append("m▀");
        } else {
          int brightness = (brightness(pixels, upper) + brightness(pixels, lower)) / 2;
          line.append(SHADES.charAt(brightness * SHADES.length() / 256));
        }
      }
      lines.add(colour ? line.append(RESET).toString() : line.toString());
    }
    return lines;
  }

  private static String rgb(byte[] pixels, int at) {
    return (pixels[at] & 0xff) + ";" + (pixels[at + 1] & 0xff) + ";" + (pixels[at + 2] & 0xff);
  }

  private static int brightness(byte[] pixels, int at) {
    int red = pixels[at] & 0xff;
    int green = pixels[at + 1] & 0xff;
    int blue = pixels[at + 2] & 0xff;
    return (3 * red + 6 * green + blue) / 10;
  }
}
