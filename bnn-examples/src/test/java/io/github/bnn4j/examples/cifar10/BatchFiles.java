// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories of CIFAR-10 batch files for tests; every batch is the embedded test set. */
public final class BatchFiles {
  private BatchFiles() {}

  /** Writes the six files of the official binary version; five are links to the sixth. */
  public static Path writeAll(Path directory) throws IOException {
    Path test = Files.write(directory.resolve("test_batch.bin"), EmbeddedTestSet.records());
    for (String name : Cifar10Dataset.files()) {
      Path file = directory.resolve(name);
      if (!file.equals(test)) {
        Files.createLink(file, test);
      }
    }
    return directory;
  }
}
