// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
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
   * <p>A device or a pipe is never replaced: it is written to as it is, and its reader may see a
   * part.
   *
   * @param file where to write, in a folder that exists; a symbolic link is followed, also to where
   *     nothing is yet
   * @param content what to write
   * @throws IOException if the file cannot be written, or is a folder
   */
  public static void write(Path file, Content content) throws IOException {
    Optional<BasicFileAttributes> present = attributes(file);
    if (present.filter(BasicFileAttributes::isDirectory).isPresent()) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    if (present.filter(BasicFileAttributes::isOther).isPresent()) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        writeThrough(out, content);
      }
      return;
    }
    replace(present.isPresent() ? file.toRealPath() : withoutLinks(file), content);
  }

  /** What is there, behind symbolic links. */
  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Where a link to nothing, or to a link to nothing, leads. */
  private static Path withoutLinks(Path file) throws IOException {
    Path end = file.toAbsolutePath();
    while (Files.isSymbolicLink(end)) {
      end = end.resolveSibling(Files.readSymbolicLink(end));
    }
    return end;
  }

  private static void replace(Path target, Content content) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(target.toString(), null, "there is no folder " + folder);
    }
    Path draft = target.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      // Not Files.createTempFile: others could not read what it makes.
      try (FileChannel channel =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeThrough(Channels.newOutputStream(channel), content);
        channel.force(true);
      }
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void writeThrough(OutputStream out, Content content) throws IOException {
    OutputStream buffer = new BufferedOutputStream(out, BUFFER);
    content.writeTo(buffer);
    buffer.flush();
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
