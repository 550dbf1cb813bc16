// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.color.ICC_Profile;
import java.util.Optional;

/** Colour profiles out of files. */
final class Profiles {
  private Profiles() {}

  /** The profile that some bytes are, if they are one. */
  static Optional<ICC_Profile> of(byte[] bytes) {
    try {
      return Optional.of(ICC_Profile.getInstance(bytes));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // as everyone does: colours are a little off, not lost
    }
  }
}
