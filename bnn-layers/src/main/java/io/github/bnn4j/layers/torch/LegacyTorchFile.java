// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The layout of {@code torch.save} before version 1.6: five pickles (a magic number, a version,
 * facts about the machine, the value, the keys of its storages), then for each key how many numbers
 * there are, in 8 bytes, and the numbers. These are little-endian, whatever the machine was.
 */
final class LegacyTorchFile implements TorchFile {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final String file;
  private final ByteBuffer in;
  private final TorchGlobals globals = new TorchGlobals();
  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
  private final Map<String, ByteBuffer> numbers = new LinkedHashMap<>();
  private final Object value;

  private LegacyTorchFile(String file, byte[] content) {
    this.file = file;
    this.in = ByteBuffer.wrap(content);
    if (!MAGIC.equals(pickle())) {
      throw refuse("it is a pickle, but does not begin with the magic number of PyTorch");
    }
    if (!pickle().equals(VERSION)) {
      throw refuse("it has another version than " + VERSION);
    }
    pickle();
    this.value = pickle();
    if (!(pickle() instanceof Sequence keys)) {
      throw refuse("it has no list of its storages");
    }
    keys.kept().forEach(this::readNumbers);
    if (in.hasRemaining()) {
      throw refuse(in.remaining() + " bytes follow the last storage");
    }
  }

  static TorchFile parse(String file, byte[] content) {
    return new LegacyTorchFile(file, content);
  }

  private Object pickle() {
    return Pickle.read(file, in, globals, storages);
  }

  private void readNumbers(Object key) {
    TorchStorage storage = key instanceof String name ? storages.get(name) : null;
    if (storage == null) {
      throw refuse("it has a storage that no tensor uses, or one of a kind that is not known");
    }
    need(Long.BYTES);
    long size = in.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (size != storage.size()) {
      throw refuse("a storage has " + size + " numbers, not " + storage.size());
    }
    need(storage.bytes());
    ByteBuffer bytes = in.slice(in.position(), storage.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.put(storage.key(), bytes);
    in.position(in.position() + storage.bytes());
  }

  private void need(int bytes) {
    if (bytes > in.remaining()) {
      throw refuse(bytes + " bytes are needed here, " + in.remaining() + " are left");
    }
  }

  @Override
  public String layout() {
    return "torch.save, the layout before PyTorch 1.6";
  }

  @Override
  public Object value() {
    return value;
  }

  @Override
  public Set<String> unknown() {
    return globals.unknown();
  }

  @Override
  public ByteBuffer numbers(TorchStorage storage) {
    ByteBuffer bytes = numbers.get(storage.key());
    if (bytes == null) {
      throw refuse("it lacks the numbers of a storage of " + storage.size());
    }
    return bytes;
  }

  @Override
  public void close() {
    // All of it is in memory.
  }

  private BnnFormatException refuse(String reason) {
    return new BnnFormatException(file, in.position(), reason);
  }
}
