// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** A file that {@code torch.save} wrote, open for reading. */
interface TorchFile extends AutoCloseable {

  /** Larger files are refused: what is wanted of one is held in memory. */
  long MAX_BYTES = 1L << 28;

  /** What the layout is called. */
  String layout();

  /** The value that was saved. */
  Object value();

  /** The names that its pickle asks for and nobody here knows. */
  Set<String> unknown();

  /**
   * The numbers of a storage.
   *
   * @throws BnnFormatException if they are not there as they should be
   */
  ByteBuffer numbers(TorchStorage storage);

  @Override
  void close() throws IOException;

  /**
   * Opens a file.
   *
   * @throws BnnFormatException if it is no such file
   */
  static TorchFile open(Path file) throws IOException {
    String name = file.toString();
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new BnnFormatException(
            name, 0, "it has " + size + " bytes; at most " + MAX_BYTES + " are read");
      }
      return switch (Kind.of(file)) {
        case ZIP -> TorchZip.open(file);
        case PICKLE -> LegacyTorchFile.parse(name, Files.readAllBytes(file));
        case OTHER ->
            throw new BnnFormatException(
                name,
                0,
                "it is no file of torch.save, which begins with a zip archive or a pickle");
      };
    } catch (NoSuchFileException e) {
      throw new BnnFormatException(name, 0, "there is no such file");
    }
  }

  /** What a file begins with. */
  enum Kind {
    ZIP,
    PICKLE,
    OTHER;

    private static final byte[] ARCHIVE = {'P', 'K', 3, 4};
    private static final int PROTOCOL = 0x80;

    static Kind of(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] start = in.readNBytes(ARCHIVE.length);
        if (Arrays.equals(ARCHIVE, start)) {
          return ZIP;
        }
        return start.length > 0 && (start[0] & 0xff) == PROTOCOL ? PICKLE : OTHER;
      }
    }
  }
}
