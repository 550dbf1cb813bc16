// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.input;

/** A picture that cannot be used; the message is a sentence that says why. */
public final class UnusablePicture extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusablePicture(String message) {
    super(message);
  }

  UnusablePicture(String message, Throwable cause) {
    super(message, cause);
  }
}
