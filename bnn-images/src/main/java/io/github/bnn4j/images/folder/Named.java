// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import io.github.bnn4j.core.check.Count;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Entries of a folder as sentences name them: their number, and the first. */
final class Named {
  private Named() {}

  /** Such as {@code 3 files (a.txt and others)}. */
  static String of(List<Path> entries, String one) {
    return String.format(
        Locale.ROOT,
        "%s (%s%s)",
        Count.of(entries.size(), one),
        entries.get(0).getFileName(),
        entries.size() == 1 ? "" : " and others");
  }
}
