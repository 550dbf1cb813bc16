// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * The file test_batch.bin as a resource, compressed without loss.
 *
 * <p>Eight sections of 1,250 records, each coded on its own so that they decode in parallel: first
 * eight lengths as big-endian 32-bit integers, then the eight arithmetic codes. {@link #main}
 * writes the resource.
 */
final class EmbeddedTestSet {
  private static final String RESOURCE = "cifar10-test.bin";
  private static final String SHA_256 =
      "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b";
  private static final int SECTIONS = 8;
  private static final int SECTION_RECORDS = BatchFormat.IMAGES / SECTIONS;

  private static SoftReference<byte[]> decoded = new SoftReference<>(null);

  private EmbeddedTestSet() {}

  /**
   * The bytes of test_batch.bin, verified. They are decoded once and shared as long as there is
   * memory to spare, so nobody may change them.
   */
  static synchronized byte[] records() {
    byte[] records = decoded.get();
    if (records == null) {
      records = verified(decode(resource()));
      decoded = new SoftReference<>(records);
    }
    return records;
  }

  /** The compressed bytes. */
  static byte[] resource() {
    try (InputStream in = EmbeddedTestSet.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new DataSetException("The resource " + RESOURCE + " is not on the class path.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new DataSetException("The resource " + RESOURCE + " could not be read.", e);
    }
  }

  /**
   * Compresses test_batch.bin.
   *
   * @param arguments the official file, and the resource to write
   * @throws IOException if one cannot be read or the other not be written
   */
  public static void main(String[] arguments) throws IOException {
    byte[] records = verified(Files.readAllBytes(Path.of(arguments[0])));
    Files.write(Path.of(arguments[1]), encode(records));
  }

  static byte[] encode(byte[] records) {
    byte[][] codes = new byte[SECTIONS][];
    IntStream.range(0, SECTIONS)
        .parallel()
        .forEach(
            section -> {
              BitEncoder encoder = new BitEncoder();
              codeSection(encoder, records, section);
              codes[section] = encoder.finish();
            });
    int total = IntStream.range(0, SECTIONS).map(i -> Integer.BYTES + codes[i].length).sum();
    ByteBuffer out = ByteBuffer.allocate(total);
    for (byte[] code : codes) {
      out.putInt(code.length);
    }
    for (byte[] code : codes) {
      out.put(code);
    }
    return out.array();
  }

  static byte[] decode(byte[] resource) {
    ByteBuffer lengths = ByteBuffer.wrap(resource, 0, SECTIONS * Integer.BYTES);
    int[] starts = new int[SECTIONS + 1];
    starts[0] = SECTIONS * Integer.BYTES;
    for (int i = 0; i < SECTIONS; i++) {
      starts[i + 1] = starts[i] + lengths.getInt();
    }
    byte[] records = new byte[BatchFormat.FILE_BYTES];
    IntStream.range(0, SECTIONS)
        .parallel()
        .forEach(i -> codeSection(new BitDecoder(resource, starts[i], starts[i + 1]), records, i));
    return records;
  }

  private static void codeSection(BitCoder coder, byte[] records, int section) {
    ImageModel model = new ImageModel();
    int first = section * SECTION_RECORDS;
    for (int i = first; i < first + SECTION_RECORDS; i++) {
      model.code(coder, records, i * BatchFormat.RECORD);
    }
  }

  private static byte[] verified(byte[] records) {
    String actual = sha256(records);
    if (!actual.equals(SHA_256)) {
      throw new DataSetException(
          "The test set has SHA-256 " + actual + "; the official test_batch.bin has " + SHA_256);
    }
    return records;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
