// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How many of something there are, in words. */
final class Count {
  private Count() {}

  /** Such as {@code 1 class} and {@code 2 classes}. */
  static String of(int count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  /** Such as {@code 3 files (a.txt and others)}. */
  static String of(List<Path> entries, String one) {
    return String.format(
        Locale.ROOT,
        "%s (%s%s)",
        of(entries.size(), one, one + "s"),
        entries.get(0).getFileName(),
        entries.size() == 1 ? "" : " and others");
  }
}
