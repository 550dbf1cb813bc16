// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.io.IOException;

/** A picture of which size and orientation are known, and whose pixels can be read. */
interface Picture {

  /** Its size as stored. */
  Size size();

  /** How it is to be turned. */
  Orientation orientation();

  /** About how many bytes of memory reading takes at most, beside the file itself. */
  long memory();

  /**
   * Reads the pixels of a part of the picture.
   *
   * @param part the part, in the picture as stored
   * @param sink takes the rows, counted from the top of the part
   * @throws IOException if the picture is damaged
   */
  void read(Rectangle part, RowSink sink) throws IOException;
}
