// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

/**
 * Numbers that lie elsewhere in the file, and that one or more tensors look at.
 *
 * @param key names them within the file
 * @param size how many numbers they are
 */
record TorchStorage(StorageType type, String key, long size) {

  TorchStorage {
    if (size < 0 || size > Integer.MAX_VALUE / type.bytes()) {
      throw new IllegalArgumentException(
          "storage " + key + " is said to have " + size + " numbers");
    }
  }

  /** The bytes they take. */
  int bytes() {
    return (int) size * type.bytes();
  }
}
