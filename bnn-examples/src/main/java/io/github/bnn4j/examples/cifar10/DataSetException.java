// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

/** A data set that is missing, damaged or out of reach; the message is a sentence for the user. */
public final class DataSetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DataSetException(String message) {
    super(message);
  }

  DataSetException(String message, Throwable cause) {
    super(message, cause);
  }
}
