// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * The right to write into a directory, which one program, and within it one thread, has at a time.
 * It ends with the work it was taken for, or with the program. The file {@value #FILE} in it, by
 * which others are told, stays. Thread-safe.
 */
public final class DirectoryLock {

  /** The file that is locked. */
  public static final String FILE = ".lock";

  private DirectoryLock() {}

  /**
   * Does some work that nobody else may do there meanwhile. Makes the directory if there is none.
   *
   * @param directory where the work writes
   * @param work what to do
   * @param <T> what comes of it
   * @return what came of it
   * @throws IllegalArgumentException if somebody else is at it
   * @throws java.io.UncheckedIOException if the directory cannot be made or written to
   */
  public static <T> T holding(Path directory, Supplier<T> work) {
    try (FileChannel channel = open(directory)) {
      if (!isOurs(channel)) {
        throw new IllegalArgumentException(
            "Another training or probe writes into "
                + directory
                + " now; wait for its end, or choose another directory.");
      }
      return work.get();
    } catch (IOException e) {
      throw IoProblem.unchecked("The directory " + directory + " cannot be written to", e);
    }
  }

  private static FileChannel open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return FileChannel.open(
        directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean isOurs(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Some network file systems know no locks: there it is up to the user.
      return true;
    }
  }
}
