// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Named tensors and text in a safetensors file: an 8-byte little-endian length, a JSON header of
 * that length, then the numbers, little-endian. Readable by the Python package of that name.
 *
 * @param tensors numbers by name, in the order of the file
 * @param metadata text by name
 */
public record SafeTensors(StoredTensors tensors, Map<String, String> metadata) {

  /** Larger headers are refused; this one holds thousands of tensors. */
  private static final int MAX_HEADER = 1 << 24;

  private static final long MAX_FILE = 1L << 30;

  /** How the numbers of a tensor are stored. */
  public enum Precision {
    /** float32, as they are. */
    F32(4),
    /** float16, rounded. */
    F16(2);

    private final int bytes;

    Precision(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    /** Vectors, such as scales and statistics, are few and count: they always stay float32. */
    Precision of(long[] shape) {
      return shape.length < 2 ? F32 : this;
    }
  }

  /**
   * Takes tensors and text to write.
   *
   * @param tensors numbers by name
   * @param metadata text by name
   */
  public SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this(StoredTensors.of(tensors), metadata);
  }

  /**
   * Writes a file, whole or not at all: it is written beside its place, forced to the disk and then
   * moved over what was there. Tensors are decoded one after the other.
   *
   * @param file where to write; its folder must exist
   * @param precision how tensors of two or more sizes are stored; vectors stay float32
   * @throws UncheckedIOException if the disk is full or cannot be written; what was there stays
   */
  public void write(Path file, Precision precision) {
    byte[] header = SafeTensorsHeader.write(this, precision);
    try {
      AtomicFile.write(
          file,
          out -> {
            out.write(little(Long.BYTES).putLong(header.length).array());
            out.write(header);
            for (Tensor tensor : tensors.values()) {
              out.write(encode(tensor.values(), precision.of(tensor.shape())));
            }
          });
    } catch (IOException e) {
      throw IoProblem.unchecked(
          "Cannot write the checkpoint " + file + "; what was there is unchanged", e);
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] encode(float[] values, Precision precision) {
    ByteBuffer bytes = little(Math.multiplyExact(values.length, precision.bytes()));
    for (float value : values) {
      if (precision == Precision.F16) {
        bytes.putShort(HalfFloat.fromFloat(value));
      } else {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  /**
   * Tells whether a file begins as these do: with the length of a header, no longer than the file,
   * and the header's brace.
   *
   * @param file any file
   * @return whether {@link #read} would look further
   */
  public static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(Long.BYTES + 1);
      return start.length > Long.BYTES
          && start[Long.BYTES] == '{'
          && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong() <= Files.size(file)
          && start[Long.BYTES - 1] >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a file written by any safetensors library.
   *
   * @param file what to read, below 1 GiB
   * @return its tensors and its metadata; floats, integers and truth values become float32 when
   *     they are asked for, other numbers (of 8 bits and fewer, complex ones) are refused then
   * @throws BnnFormatException if the file is missing, truncated or no such file; says where and
   *     why
   */
  public static SafeTensors read(Path file) {
    String name = file.toString();
    try {
      long size = Files.size(file);
      if (size > MAX_FILE) {
        throw new BnnFormatException(
            name,
            0,
            String.format(Locale.ROOT, "it has %d bytes; at most %d are read", size, MAX_FILE));
      }
      return parse(name, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new BnnFormatException(name, 0, "there is no such file");
    } catch (IOException e) {
      throw new BnnFormatException(name, 0, "it cannot be read: " + IoProblem.describe(e));
    }
  }

  /**
   * Reads the bytes of such a file.
   *
   * @param name what messages call it
   * @param content all of its bytes
   * @return its tensors and its metadata, as {@link #read} gives them
   * @throws BnnFormatException if it is truncated or no such file; says where and why
   */
  public static SafeTensors parse(String name, byte[] content) {
    if (content.length < Long.BYTES) {
      throw new BnnFormatException(
          name, 0, "a safetensors file has at least 8 bytes, this one has " + content.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = bytes.getLong();
    long largest = Math.min(MAX_HEADER, content.length - Long.BYTES);
    if (headerLength < 2 || headerLength > largest) {
      throw new BnnFormatException(
          name,
          0,
          String.format(
              Locale.ROOT,
              "it is no safetensors file, whose header would have 2 to %d bytes, not %d",
              largest,
              headerLength));
    }
    byte[] headerBytes = new byte[(int) headerLength];
    bytes.get(headerBytes);
    SafeTensorsHeader header = SafeTensorsHeader.read(name, headerBytes, bytes.remaining());
    ByteBuffer numbers = bytes.slice();
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      stored.put(entry.name(), entry.in(numbers));
    }
    return new SafeTensors(new StoredTensors(name, stored), header.metadata());
  }
}
