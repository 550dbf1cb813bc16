// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The layout of {@code torch.save} before version 1.6: five pickles (a magic number, a version,
 * facts about the machine, the value, the keys of its storages), then for each key how many numbers
 * there are, in 8 bytes, and the numbers.
 */
final class LegacyTorchFile {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final String file;
  private final ByteBuffer in;
  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();

  private LegacyTorchFile(String file, byte[] content) {
    this.file = file;
    this.in = ByteBuffer.wrap(content);
  }

  static TorchFile parse(String file, byte[] content) {
    return new LegacyTorchFile(file, content).parse();
  }

  private TorchFile parse() {
    if (!MAGIC.equals(pickle())) {
      throw refuse("it does not begin with the magic number of PyTorch");
    }
    if (!pickle().equals(VERSION)) {
      throw refuse("it has another version than " + VERSION);
    }
    if (!(pickle() instanceof Map<?, ?> machine
        && Boolean.TRUE.equals(machine.get("little_endian")))) {
      throw refuse("its numbers are not little-endian");
    }
    Object value = pickle();
    if (!(pickle() instanceof List<?> keys)) {
      throw refuse("it has no list of its storages");
    }
    Map<String, ByteBuffer> numbers = new LinkedHashMap<>();
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null) {
        throw refuse("it has a storage that no tensor uses");
      }
      numbers.put(storage.key(), numbers(storage));
    }
    if (!numbers.keySet().containsAll(storages.keySet())) {
      throw refuse("it lacks the numbers of a storage");
    }
    if (in.hasRemaining()) {
      throw refuse(in.remaining() + " bytes follow the last storage");
    }
    return new TorchFile(value, numbers);
  }

  private Object pickle() {
    return Pickle.read(file, in, storages);
  }

  private ByteBuffer numbers(TorchStorage storage) {
    need(Long.BYTES);
    long size = in.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (size != storage.size()) {
      throw refuse(
          String.format(Locale.ROOT, "a storage has %d numbers, not %d", size, storage.size()));
    }
    need(storage.bytes());
    ByteBuffer numbers = in.slice(in.position(), storage.bytes());
    in.position(in.position() + storage.bytes());
    return numbers;
  }

  private void need(int bytes) {
    if (bytes > in.remaining()) {
      throw refuse(
          String.format(
              Locale.ROOT, "%d bytes are needed here, %d are left", bytes, in.remaining()));
    }
  }

  private BnnFormatException refuse(String reason) {
    return new BnnFormatException(file, in.position(), reason);
  }
}
