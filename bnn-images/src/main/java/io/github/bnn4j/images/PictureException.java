// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/**
 * Pictures cannot be used: they are missing, of a kind that is not read, damaged or too large, or a
 * folder of them is not as it should be. The message is a sentence that names the file or folder
 * and says what would be right; one for each picture where several are read at once.
 */
public final class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message the sentence
   */
  public PictureException(String message) {
    super(message);
  }

  /**
   * Makes an exception.
   *
   * @param message the sentence
   * @param cause what went wrong below
   */
  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }

  static PictureException outOfMemory(String name, OutOfMemoryError e) {
    return new PictureException(
        name + " takes more memory than this JVM has left; allow it more with -Xmx.", e);
  }
}
