// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Builds small archives of the kind that {@link TarGz} reads. */
final class TarGzBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final GZIPOutputStream out;

  TarGzBuilder() throws IOException {
    out = new GZIPOutputStream(bytes);
  }

  TarGzBuilder add(String path, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, path);
    put(header, 124, String.format(Locale.ROOT, "%011o", content.length));
    try {
      out.write(header);
      out.write(content);
      out.write(new byte[(512 - content.length % 512) % 512]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] build() throws IOException {
    out.write(new byte[1024]);
    out.close();
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, at, ascii.length);
  }
}
