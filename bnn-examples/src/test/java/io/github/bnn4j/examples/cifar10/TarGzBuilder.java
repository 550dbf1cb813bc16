// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Builds small archives of the kind that {@link TarGz} reads. */
final class TarGzBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream out;

  TarGzBuilder() throws IOException {
    out = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
  }

  TarGzBuilder add(String path, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    try {
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] build() throws IOException {
    out.close();
    return bytes.toByteArray();
  }
}
