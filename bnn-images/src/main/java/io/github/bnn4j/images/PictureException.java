// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/**
 * A picture cannot be used: it is missing, of a kind that is not read, damaged or too large. The
 * message is one sentence that names the picture and says what would be right.
 */
public final class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PictureException(String message) {
    super(message);
  }

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }

  static PictureException outOfMemory(String name, OutOfMemoryError e) {
    return new PictureException(
        name + " takes more memory than this JVM has left; allow it more with -Xmx.", e);
  }
}
