// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A process that saves a file again and again, and says so on its output each time it begins. */
final class SavingProcess {

  static final String STOP_MIDWAY = "stop midway";

  private static final int SIZE = 8 << 20;

  private SavingProcess() {}

  /** What the file holds after being saved some times. */
  static byte[] content(int saves) {
    byte[] content = new byte[SIZE];
    Arrays.fill(content, (byte) saves);
    return content;
  }

  /**
   * Saves until it is killed.
   *
   * @param arguments the file, and {@link #STOP_MIDWAY} or something else
   */
  public static void main(String[] arguments) throws IOException {
    boolean stop = arguments[1].equals(STOP_MIDWAY);
    for (int saves = 1; saves < Byte.MAX_VALUE; saves++) {
      byte[] content = content(saves);
      AtomicFile.write(
          Path.of(arguments[0]),
          out -> {
            out.write(content, 0, SIZE / 2);
            System.out.write(1);
            System.out.flush();
            if (stop) {
              System.in.read();
            }
            out.write(content, SIZE / 2, SIZE / 2);
          });
    }
  }
}
