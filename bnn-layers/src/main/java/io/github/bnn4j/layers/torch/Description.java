// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.layers.io.StoredTensor;
import java.util.Arrays;

/** Says in a few words what a value of a pickle is. */
final class Description {

  private static final int LONGEST_TEXT = 60;

  private Description() {}

  static String of(Object value) {
    if (value instanceof String text) {
      String start = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
      return "'" + start.replaceAll("[\\p{Cntrl}\u2028\u2029]", "?") + "'";
    }
    if (value instanceof StoredTensor tensor) {
      return "tensor " + tensor.type() + " " + Arrays.toString(tensor.shape());
    }
    return value.toString();
  }
}
