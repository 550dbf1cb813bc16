// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** What the first bytes of a file say it is. */
enum Signature {
  PACKED("\u0089BNN4J\r\n", "a packed network"),
  ZIP("PK\u0003\u0004", "a zip archive"),
  PICKLE("\u0080", "a pickle"),
  HDF5("\u0089HDF\r\n\u001a\n", "it is an HDF5 file, as Keras writes them"),
  NUMPY("\u0093NUMPY", "it is an array of NumPy"),
  GZIP("\u001f\u008b", "it is compressed with gzip"),
  PNG("\u0089PNG\r\n\u001a\n", "it is a PNG picture"),
  JPEG("\u00ff\u00d8\u00ff", "it is a JPEG picture"),
  TAR("", "it is a tar archive, as PyTorch before 0.1.10 wrote them and CIFAR-10 comes in"),
  EMPTY("", "it is empty"),
  TEXT("", "it is a text"),
  OTHER("", "its first bytes are those of no file known here");

  private static final int TAR_MARK = 257;

  private final String start;
  private final String guess;

  Signature(String start, String guess) {
    this.start = start;
    this.guess = guess;
  }

  /** A part of a sentence for a file that cannot be read. */
  String guess() {
    return guess;
  }

  /** The signature that the first bytes of a file have. */
  static Signature of(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (text.startsWith("ustar", TAR_MARK)) {
      return TAR;
    }
    return Arrays.stream(values())
        .filter(signature -> !signature.start.isEmpty() && text.startsWith(signature.start))
        .findFirst()
        .orElse(
            text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t')
                ? TEXT
                : OTHER);
  }
}
