// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Takes known files out of a gzipped tar archive.
 *
 * <p>An entry's path is only compared, never used to write: nothing in an archive can name a place
 * on this disk. Entries that are not asked for are skipped.
 */
final class TarGz {
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
    try (InputStream file = Files.newInputStream(archive);
        InputStream tar = new GZIPInputStream(file);
        TarArchiveInputStream in =
            new TarArchiveInputStream(new BufferedInputStream(tar, 1 << 16))) {
      TarArchiveEntry entry = in.getNextEntry();
      while (entry != null && !missing.isEmpty()) {
        String name = fileName(entry);
        if (entry.isFile() && missing.remove(name)) {
          if (entry.getSize() != size) {
            throw new IOException(name + " has " + entry.getSize() + " bytes instead of " + size);
          }
          Files.copy(in, directory.resolve(name));
        }
        entry = in.getNextEntry();
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("it has no file " + String.join(", ", missing));
    }
  }

  private static String fileName(TarArchiveEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }
}
