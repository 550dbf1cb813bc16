// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What to say of a file that is no picture of a kind that is read. */
final class OtherFiles {
  private OtherFiles() {}

  /** The part of a sentence that follows the name of the file. */
  static String is(byte[] file) {
    String known =
        Arrays.stream(PictureFormat.values())
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    return "is " + kind(file) + "; what is read is " + known + ".";
  }

  private static String kind(byte[] file) {
    String start = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("ftyphei", 4) || start.startsWith("ftypmif1", 4)) {
      return "a HEIC picture";
    }
    if (start.startsWith("ftypavi", 4)) {
      return "an AVIF picture";
    }
    if (start.startsWith("\u00ff\n") || start.startsWith("JXL ", 4)) {
      return "a JPEG XL picture";
    }
    if (start.startsWith("jP  ", 4)) {
      return "a JPEG 2000 picture";
    }
    return start.startsWith("8BPS") ? "a Photoshop picture" : "no picture";
  }
}
