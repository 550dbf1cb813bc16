// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import java.nio.file.Path;
import java.util.Locale;

/** Names of files as text, which needs a locale that can express them. */
public final class LocaleNames {
  private static final char REPLACEMENT = '\ufffd';

  private LocaleNames() {}

  /**
   * A name as text.
   *
   * @throws ImageException if it has characters that this locale lacks, with what to set instead
   */
  static String of(Path name) {
    String text = name.toString();
    if (text.indexOf(REPLACEMENT) >= 0) {
      throw new ImageException(
          "A folder has a name that is not ASCII (" + text + "), and " + advice());
    }
    return text;
  }

  /** What to do about names that this process cannot express, as the end of a sentence. */
  public static String advice() {
    return String.format(
        Locale.ROOT,
        "the encoding of this locale, %s, has no characters for it; set LC_ALL=C.UTF-8.",
        System.getProperty("sun.jnu.encoding", "unknown"));
  }
}
