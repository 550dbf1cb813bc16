// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a file with a picture.
 *
 * @param name what the file is called in messages
 */
record PictureBytes(String name, byte[] bytes) {
  private static final int MAX = 1 << 28;

  static PictureBytes of(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new PictureException(name + " is a folder, not a picture.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new PictureException(name + " is no regular file.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      requireAtMost(name, Files.size(file));
      return of(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  static PictureBytes of(InputStream in) {
    String name = "The picture";
    try {
      return of(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** The size of a file is not believed: it may grow. */
  private static PictureBytes of(String name, InputStream in) throws IOException {
    try {
      byte[] bytes = in.readNBytes(MAX + 1);
      requireAtMost(name, bytes.length);
      if (bytes.length == 0) {
        throw new PictureException(name + " is empty.");
      }
      return new PictureBytes(name, bytes);
    } catch (OutOfMemoryError e) {
      throw PictureException.outOfMemory(name, e);
    }
  }

  private static void requireAtMost(String name, long bytes) {
    if (bytes > MAX) {
      throw new PictureException(
          name + " is too large a file; at most " + (MAX >> 20) + " MiB are read.");
    }
  }

  private static PictureException unreadable(String name, IOException e) {
    return new PictureException(name + " cannot be read: " + IoProblem.describe(e) + ".", e);
  }
}
