// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The constants of the file format that docs/packed-format.md describes byte by byte. */
final class PackedFormat {

  static final int VERSION = 1;

  static final int FLOAT_CONV = 1;
  static final int AFFINE = 2;
  static final int RELU = 3;
  static final int MAX_POOL = 4;
  static final int AVG_POOL = 5;
  static final int CHANNEL_SHUFFLE = 6;
  static final int FLOAT_THRESHOLD = 7;
  static final int BIN_CONV = 8;
  static final int INT_THRESHOLD = 9;
  static final int AVG_POOL_THRESHOLD = 10;

  static final int CHECKSUM_BYTES = 32;

  /** The largest file that is read: it bounds what a stream without an end can allocate. */
  static final int MAX_BYTES = 1 << 28;

  private PackedFormat() {}

  /**
   * Returns the first bytes of every file: one outside ASCII, a name, and line ends that a transfer
   * as text would change.
   */
  static byte[] magic() {
    return new byte[] {(byte) 0x89, 'B', 'N', 'N', '4', 'J', '\r', '\n'};
  }

  /** Returns the SHA-256 of the first bytes of an array. */
  static byte[] checksum(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
