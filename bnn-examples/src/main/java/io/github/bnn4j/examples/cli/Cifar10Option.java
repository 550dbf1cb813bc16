// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.DownloadProgress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says where the CIFAR-10 files are. */
final class Cifar10Option {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory with the CIFAR-10 binary files (default: where they are downloaded to once, 162"
              + " MB: $BNN4J_CACHE or ~/.cache/bnn4j).")
  private Optional<Path> data;

  /** Whether a directory was named. */
  boolean isGiven() {
    return data.isPresent();
  }

  /** The directory of the files, after a download if none was named and they are not there yet. */
  Path directory(Console console) {
    return data.orElseGet(() -> download(console));
  }

  private static Path download(Console console) {
    try (Progress progress = Progress.start(console, "download", 100, "%")) {
      return Cifar10Cache.ofUser().directory(new Shown(console, progress));
    }
  }

  /** A download as the terminal shows it. */
  private record Shown(Console console, Progress progress) implements DownloadProgress {
    @Override
    public void at(long bytes, long total) {
      progress.at(total > 0 ? 100 * bytes / total : 0, "");
    }

    @Override
    public void waits() {
      console.log("Another process downloads CIFAR-10; this one waits for it.%n");
    }
  }
}
