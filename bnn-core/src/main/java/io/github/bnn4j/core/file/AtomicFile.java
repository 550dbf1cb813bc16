// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are there whole or not at all, also if the process is killed or the machine
 * stops meanwhile. Everything that this project saves goes through here. Thread-safe; a write costs
 * a wait for the disk.
 */
public final class AtomicFile {

  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it all.
     *
     * @param out takes it; must not be closed
     * @throws IOException if {@code out} does
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file under a temporary name beside its place, forces it to the disk, and moves it over
   * what was there. If that fails, what was there is unchanged and the temporary file is gone.
   *
   * @param file where to write, in a folder that exists; a symbolic link is followed
   * @param content what to write
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      // Not Files.createTempFile: others could not read what it makes.
      try (FileChannel channel =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Writes some bytes as {@link #write(Path, Content)} does.
   *
   * @param file where to write, in a folder that exists
   * @param content the bytes
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }
}
