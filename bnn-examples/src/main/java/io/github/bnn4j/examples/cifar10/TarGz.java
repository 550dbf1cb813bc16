// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Takes known files out of a gzipped tar archive.
 *
 * <p>An entry's path is only compared, never used to write: nothing in an archive can name a place
 * on this disk. Entries that are not asked for are skipped.
 */
final class TarGz {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_BYTES = 12;

  private TarGz() {}

  /**
   * Extracts files into a directory.
   *
   * @param names the file names wanted, wherever in the archive they are
   * @param size how many bytes each of them must have
   * @throws IOException if the archive is damaged, lacks a file or has one of another size
   */
  static void extract(Path archive, Path directory, Set<String> names, long size)
      throws IOException {
    Set<String> missing = new HashSet<>(names);
    try (InputStream in =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive)), 1 << 16)) {
      byte[] header = new byte[BLOCK];
      while (!missing.isEmpty() && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        long entrySize = entrySize(header);
        String name = fileName(header);
        if (missing.remove(name)) {
          if (entrySize != size) {
            throw new IOException(name + " has " + entrySize + " bytes instead of " + size);
          }
          copy(in, directory.resolve(name), size);
        } else {
          in.skipNBytes(entrySize);
        }
        in.skipNBytes((BLOCK - entrySize % BLOCK) % BLOCK);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("it has no file " + String.join(", ", missing));
    }
  }

  private static void copy(InputStream in, Path file, long size) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new EOFException("it ends inside " + file.getFileName());
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }

  private static String fileName(byte[] header) {
    String path = text(header, 0, NAME_BYTES);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static long entrySize(byte[] header) throws IOException {
    String octal = text(header, SIZE_AT, SIZE_BYTES).trim();
    try {
      long size = octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // reported below, as a negative size is
    }
    throw new IOException("it has an entry of size '" + octal + "', which is no octal number");
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
