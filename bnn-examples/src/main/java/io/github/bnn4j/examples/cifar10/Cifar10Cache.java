// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * Keeps one copy of CIFAR-10 for a user: the first use downloads the official archive (162 MB),
 * verifies its published MD5 and unpacks it; later uses find it there. Thread-safe, and safe
 * between processes.
 */
public final class Cifar10Cache {
  private static final Download OFFICIAL =
      new Download(
          URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
          "c32a1d4ab5d03f1284b67883e8d87530");

  private final Path root;
  private final Download archive;

  Cifar10Cache(Path root, Download archive) {
    this.root = root;
    this.archive = archive;
  }

  /**
   * The cache of this user: the directory in the system property {@code bnn4j.cache}, else in the
   * environment variable {@code BNN4J_CACHE}, else {@code .cache/bnn4j} in the home directory. An
   * empty one counts as none.
   */
  public static Cifar10Cache ofUser() {
    return new Cifar10Cache(
        rootOf(
            System.getProperty("bnn4j.cache", ""), System.getenv().getOrDefault("BNN4J_CACHE", "")),
        OFFICIAL);
  }

  static Path rootOf(String property, String environment) {
    return Stream.of(property, environment)
        .filter(directory -> !directory.isBlank())
        .findFirst()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "bnn4j"));
  }

  /**
   * The directory with the six batch files that a main works on.
   *
   * @param arguments of the main: that directory; without it the files are downloaded
   * @throws DataSetException as {@link #directory}
   */
  public static Path directoryOfMain(String... arguments) {
    return arguments.length > 0 ? Path.of(arguments[0]) : ofUser().directory((bytes, total) -> {});
  }

  /**
   * The directory with the six batch files, after a download if it is the first time. Waits while
   * another process downloads.
   *
   * @throws DataSetException if the download fails or the cache cannot be written
   */
  public Path directory(DownloadProgress progress) {
    Path directory = root.resolve("cifar-10-batches-bin");
    // file locks belong to the process, so threads of one process need their own
    synchronized (Cifar10Cache.class) {
      if (Files.isDirectory(directory)) {
        return directory;
      }
      try {
        Files.createDirectories(root);
        try (FileChannel channel = openLockFile()) {
          lock(channel, progress);
          if (!Files.isDirectory(directory)) {
            fill(directory, progress);
          }
        }
      } catch (IOException e) {
        throw new DataSetException(
            "CIFAR-10 could not be put into the cache "
                + root
                + ": "
                + IoProblem.describe(e)
                + ". Set BNN4J_CACHE to a directory that can be written to, or name one with the"
                + " files by --data.",
            e);
      }
    }
    return directory;
  }

  /** Until the channel is closed. */
  private static void lock(FileChannel channel, DownloadProgress progress) throws IOException {
    if (channel.tryLock() == null) {
      progress.waits();
      channel.lock();
    }
  }

  private FileChannel openLockFile() throws IOException {
    return FileChannel.open(
        root.resolve("cifar-10.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void fill(Path directory, DownloadProgress progress) throws IOException {
    Path file = root.resolve("cifar-10-binary.tar.gz");
    if (!archive.isIn(file)) {
      archive.to(file, progress);
    }
    Path unpacked = Files.createTempDirectory(root, "unpacking-");
    try {
      TarGz.extract(file, unpacked, Set.of(Cifar10Dataset.files()), BatchFormat.FILE_BYTES);
      Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(file);
    } finally {
      if (Files.exists(unpacked)) {
        PathUtils.deleteDirectory(unpacked);
      }
    }
  }
}
