// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files in the ways that readers stumble over. The same seed makes the same mutant. */
final class Mutator {

  private static final long[] LURES = {
    0,
    1,
    -1,
    2,
    7,
    8,
    127,
    128,
    255,
    256,
    32_767,
    32_768,
    65_535,
    65_536,
    1 << 24,
    1 << 28,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFF_FFFFL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final byte[] OPENINGS = {'(', '[', '{', ']', '}', '"', 0, -1};
  private static final int DEEP = 20_000;

  private final Random random;
  private final List<byte[]> corpus;
  private byte[] bytes;

  private Mutator(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = corpus;
    this.bytes = any().clone();
  }

  /** A file of the corpus with one to five damages. */
  static byte[] mutant(long seed, List<byte[]> corpus) {
    Mutator mutator = new Mutator(seed, corpus);
    for (int damages = 1 + mutator.random.nextInt(5); damages > 0; damages--) {
      mutator.damage();
    }
    return mutator.bytes;
  }

  private void damage() {
    switch (bytes.length == 0 ? 5 : random.nextInt(9)) {
      case 0 -> bytes[at()] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at()] = (byte) random.nextInt();
      case 2, 3 -> number();
      case 4 -> bytes = Arrays.copyOf(bytes, at());
      case 5 -> insert(slice());
      case 6 -> remove();
      case 7 -> overwrite(slice());
      default -> nestDeeply();
    }
  }

  private void number() {
    int size = 1 << random.nextInt(4);
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    long lure = LURES[random.nextInt(LURES.length)];
    boolean little = random.nextBoolean();
    number.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN).putLong(lure);
    byte[] all = number.array();
    overwrite(
        little ? Arrays.copyOf(all, size) : Arrays.copyOfRange(all, all.length - size, all.length));
  }

  private void overwrite(byte[] by) {
    int at = at();
    System.arraycopy(by, 0, bytes, at, Math.min(by.length, bytes.length - at));
  }

  private void insert(byte[] inserted) {
    int at = random.nextInt(bytes.length + 1);
    ByteBuffer grown = ByteBuffer.allocate(bytes.length + inserted.length);
    grown.put(bytes, 0, at).put(inserted).put(bytes, at, bytes.length - at);
    bytes = grown.array();
  }

  private void remove() {
    int from = at();
    int to = Math.min(bytes.length, from + 1 + random.nextInt(16));
    ByteBuffer rest = ByteBuffer.allocate(bytes.length - (to - from));
    bytes = rest.put(bytes, 0, from).put(bytes, to, bytes.length - to).array();
  }

  private void nestDeeply() {
    byte[] deep = new byte[random.nextInt(20) == 0 ? DEEP : 1 + random.nextInt(16)];
    Arrays.fill(deep, OPENINGS[random.nextInt(OPENINGS.length)]);
    insert(deep);
  }

  /** Some bytes of a file of the corpus. */
  private byte[] slice() {
    byte[] from = any();
    int begin = random.nextInt(from.length);
    return Arrays.copyOfRange(from, begin, Math.min(from.length, begin + 1 + random.nextInt(64)));
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private int at() {
    return random.nextInt(bytes.length);
  }
}
