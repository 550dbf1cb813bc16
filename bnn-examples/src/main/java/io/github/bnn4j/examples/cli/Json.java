// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes results as JSON. */
final class Json {
  private Json() {}

  /** The object on one line, its keys in the order of the map. */
  static String write(Map<String, Object> result) {
    try {
      return JSON.std.asString(result);
    } catch (IOException e) {
      throw new UncheckedIOException("A result could not be written as JSON", e);
    }
  }
}
