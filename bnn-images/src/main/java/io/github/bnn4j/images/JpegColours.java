// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

/** What the channels of a JPEG file are. */
enum JpegColours {
  GREY(0),
  RGB(0),

  /** Luma and two differences of colour. */
  YCC(1),

  /** Ink, inverted. */
  CMYK(0),

  /** Ink, inverted; and cyan, magenta and yellow as luma and two differences. */
  YCCK(0); // is not converted by the reader, which not all versions can

  private final int transform;

  JpegColours(int transform) {
    this.transform = transform;
  }

  /** What a segment of Adobe says that the reader is to convert. */
  int transform() {
    return transform;
  }
}
