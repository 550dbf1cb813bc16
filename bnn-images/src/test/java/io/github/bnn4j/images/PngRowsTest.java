// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class PngRowsTest {

  @Test
  void closingClosesWhatIsDecompressed() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream rows = new DeflaterOutputStream(compressed)) {
      rows.write(new byte[] {0, 7});
    }
    List<String> events = new ArrayList<>();
    ByteArrayInputStream in =
        new ByteArrayInputStream(compressed.toByteArray()) {
          @Override
          public void close() {
            events.add("closed");
          }
        };

    try (PngRows rows = new PngRows(new PngHeader(new Size(1, 1), 8, 0, false), in)) {
      rows.read(1, (y, row) -> events.add("row " + row[0]));
    }

    assertThat(events).containsExactly("row 7", "closed");
  }
}
