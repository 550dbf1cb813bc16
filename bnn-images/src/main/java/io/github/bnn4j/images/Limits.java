// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.util.Locale;

/** What a picture may take, decided by its header. */
final class Limits {
  static final long MAX_PIXELS = 1L << 28;
  private static final int MAX_SIDE = 1 << 20;
  private static final long MAX_MEMORY = 1L << 29;

  private Limits() {}

  static void check(Picture picture) throws Refusal {
    Size size = picture.size();
    if (size.pixels() > MAX_PIXELS) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "has %,d x %,d pixels; at most %,d in all are read",
              size.width(),
              size.height(),
              MAX_PIXELS));
    }
    if (Math.max(size.width(), size.height()) > MAX_SIDE) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "has %,d x %,d pixels; at most %,d in a row or a column are read",
              size.width(),
              size.height(),
              MAX_SIDE));
    }
    if (picture.memory() > MAX_MEMORY) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "has %,d x %,d pixels of a kind that takes %,d MiB of memory to read; at most %,d are"
                  + " taken. Make it smaller, or save it as a JPEG file that is not progressive",
              size.width(),
              size.height(),
              picture.memory() >> 20,
              MAX_MEMORY >> 20));
    }
  }
}
