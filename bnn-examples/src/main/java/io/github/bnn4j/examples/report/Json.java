// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reports as JSON, one object a line. */
public final class Json {

  private Json() {}

  /** Writes an object, its keys in the order of the map. */
  public static String write(Map<String, Object> report) {
    try {
      return JSON.std.asString(report);
    } catch (IOException e) {
      throw new UncheckedIOException("A report could not be written as JSON.", e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws UncheckedIOException if the text is none
   */
  public static Map<String, Object> read(String text) {
    try {
      return JSON.std.mapFrom(text);
    } catch (IOException e) {
      throw new UncheckedIOException("This is no JSON object: " + text, e);
    }
  }
}
