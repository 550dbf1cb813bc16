// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.classify;

import io.github.bnn4j.core.packed.PackedNetwork;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * A packed network on its way through a cluster. What travels are the bytes of its file; each JVM
 * that gets them reads them once, at first use, and all of its tasks share the network.
 *
 * <p>Immutable to its users, and thread-safe.
 */
public final class SharedNetwork implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;
  private transient volatile PackedNetwork network;

  /**
   * Holds a network.
   *
   * @param network the network
   */
  public SharedNetwork(PackedNetwork network) {
    this.bytes = network.toBytes();
    this.network = network;
  }

  /** {@return the bytes of the network's file} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return the network, the same in every call} */
  public PackedNetwork network() {
    PackedNetwork read = network;
    if (read == null) {
      read = readOnce();
    }
    return read;
  }

  private synchronized PackedNetwork readOnce() {
    if (network == null) {
      network = PackedNetwork.read(ByteBuffer.wrap(bytes));
    }
    return network;
  }
}
