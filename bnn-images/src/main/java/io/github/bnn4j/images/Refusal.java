// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.io.IOException;

/** A picture is not read; the message is the part of a sentence that follows its name. */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1;

  Refusal(String predicate) {
    super(predicate);
  }

  static Refusal cutShort() {
    return new Refusal("is cut short: its end is missing");
  }

  static Refusal damaged(String reason) {
    return new Refusal("is damaged: " + reason);
  }
}
