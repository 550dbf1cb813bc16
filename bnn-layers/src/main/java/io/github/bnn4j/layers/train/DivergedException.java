// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/** A training whose loss or parameters are no longer numbers; it cannot go on. */
public final class DivergedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
