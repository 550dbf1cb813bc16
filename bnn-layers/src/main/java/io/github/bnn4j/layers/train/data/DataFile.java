// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.data;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file that is read from its start to its end, packed with gzip or not. */
final class DataFile implements AutoCloseable {

  private static final int GZIP = 0x1f8b;

  private final Path file;
  private final InputStream in;
  private long position;

  private DataFile(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static DataFile open(Path file) {
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file));
      raw.mark(2);
      boolean packed = (raw.read() << 8 | raw.read()) == GZIP;
      raw.reset();
      return new DataFile(file, packed ? new GZIPInputStream(raw) : raw);
    } catch (IOException e) {
      throw IoProblem.unchecked("The file " + file + " cannot be read", e);
    }
  }

  /** Reads a number of four bytes, the highest first. */
  int number(String what) {
    return ByteBuffer.wrap(bytes(Integer.BYTES, what)).getInt();
  }

  /** Reads so many bytes, no more memory than there are of them. */
  byte[] bytes(int count, String what) {
    byte[] bytes = read(count);
    if (bytes.length < count) {
      throw wrong(
          what
              + " takes "
              + count
              + " bytes, but the file ends after "
              + bytes.length
              + " of them");
    }
    position += count;
    return bytes;
  }

  /** Makes sure that nothing follows. */
  void end() {
    if (read(1).length > 0) {
      throw wrong("it goes on behind the last image or label, so the counts do not match");
    }
  }

  private byte[] read(int count) {
    try {
      return in.readNBytes(count);
    } catch (EOFException | ZipException e) {
      throw wrong("what gzip packed is truncated or damaged");
    } catch (IOException e) {
      throw IoProblem.unchecked("The file " + file + " cannot be read", e);
    }
  }

  /** What is wrong here. */
  BnnFormatException wrong(String reason) {
    return new BnnFormatException(file.toString(), position, reason);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw IoProblem.unchecked("The file " + file + " cannot be closed", e);
    }
  }
}
