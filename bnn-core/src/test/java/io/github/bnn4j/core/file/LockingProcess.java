// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A process that holds a directory, and says so on its output, until its input ends. */
final class LockingProcess {
  private LockingProcess() {}

  /**
   * Holds it.
   *
   * @param arguments the directory
   */
  public static void main(String[] arguments) {
    DirectoryLock.holding(
        Path.of(arguments[0]),
        () -> {
          System.out.write(1);
          System.out.flush();
          try {
            return System.in.read();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
