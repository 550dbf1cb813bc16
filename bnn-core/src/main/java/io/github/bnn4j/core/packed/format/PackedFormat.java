// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.Window;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The constants of the file format that docs/packed-format.md describes byte by byte. */
final class PackedFormat {

  /** The version of chains of the layers that there were when it was made. */
  static final int CHAINS = 1;

  /** The version of graphs of any layers. */
  static final int GRAPHS = 2;

  static final int CHECKSUM_BYTES = 32;

  /** The largest file that is read: it bounds what a stream without an end can allocate. */
  static final int MAX_BYTES = 1 << 28;

  /** Stands where a short window has its kernel; the numbers of both axes follow. */
  static final int LONG_WINDOW = 0;

  private static final int LAST_TAG_OF_CHAINS = 10;
  private static final int LARGEST_SHORT = 63;

  private PackedFormat() {}

  /**
   * Returns the first bytes of every file: one outside ASCII, a name, and line ends that a transfer
   * as text would change.
   */
  static byte[] magic() {
    return new byte[] {(byte) 0x89, 'B', 'N', 'N', '4', 'J', '\r', '\n'};
  }

  /** Returns the first version that has room for some layers. */
  static int version(Graph<PackedLayer> graph) {
    boolean known =
        graph.layers().stream()
            .allMatch(
                layer ->
                    has(CHAINS, layer.kind())
                        && layer.slides().stream().allMatch(PackedFormat::isShort));
    return known && graph.isChain() ? CHAINS : GRAPHS;
  }

  /** Returns whether a version has a kind of layer. */
  static boolean has(int version, PackedLayer.Kind kind) {
    return version >= GRAPHS || kind.tag() <= LAST_TAG_OF_CHAINS;
  }

  /** Returns whether a window has a form that every version has room for. */
  static boolean isShort(Window window) {
    return window.isSquare()
        && window.rows().kernel() <= LARGEST_SHORT
        && window.rows().stride() <= LARGEST_SHORT;
  }

  static int tag(Join how) {
    return switch (how) {
      case ADD -> 128;
      case CONCAT -> 129;
    };
  }

  static Optional<Join> joinOf(int tag) {
    return Arrays.stream(Join.values()).filter(how -> tag(how) == tag).findFirst();
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
