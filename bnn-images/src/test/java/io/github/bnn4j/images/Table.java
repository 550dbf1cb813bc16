// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * A picture of every kind, each with the pixels that ImageMagick reads in it; {@code
 * src/test/pictures/make.py} made both.
 */
final class Table {
  private Table() {}

  /**
   * A picture and its right pixels.
   *
   * @param name its file
   * @param pixels the file with its pixels, in the format PPM
   */
  record Entry(String name, String pixels) {
    byte[] file() {
      return Table.file(name);
    }

    Ppm right() {
      return Ppm.read(bytes(pixels));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Pixels as [height, width, 3]. */
  record Ppm(int width, int height, byte[] pixels) {
    static Ppm read(byte[] file) {
      try (Scanner head = new Scanner(new String(file, StandardCharsets.ISO_8859_1))) {
        head.next("P6");
        int width = head.nextInt();
        int height = head.nextInt();
        int length = width * height * 3;
        return new Ppm(width, height, Arrays.copyOfRange(file, file.length - length, file.length));
      }
    }
  }

  static Stream<Entry> entries() {
    String table = new String(bytes("table.csv"), StandardCharsets.US_ASCII);
    return table.lines().map(line -> line.split(",")).map(row -> new Entry(row[0], row[1]));
  }

  static byte[] file(String name) {
    return bytes(name);
  }

  private static byte[] bytes(String name) {
    try (InputStream in =
        Objects.requireNonNull(Table.class.getResourceAsStream("pictures/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
