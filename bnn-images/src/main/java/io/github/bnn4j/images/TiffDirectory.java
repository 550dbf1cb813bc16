// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers in the first directory of a TIFF file. EXIF data has the same form. Damaged entries
 * are left out.
 */
final class TiffDirectory {
  static final int BITS_PER_SAMPLE = 258;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int ICC_PROFILE = 34_675;

  private static final int BIG_TIFF = 43;
  private static final int MAX_ENTRIES = 4_096;

  /** Bytes of a value of each type. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private final Map<Integer, long[]> values = new HashMap<>();
  private boolean whole;

  private TiffDirectory() {}

  /**
   * Reads a directory.
   *
   * @param data begins with the header, {@code II} or {@code MM}; its position is 0
   */
  static TiffDirectory read(ByteBuffer data) {
    TiffDirectory directory = new TiffDirectory();
    try {
      directory.fill(data.duplicate());
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return directory; // with what came before the damage
    }
    return directory;
  }

  private void fill(ByteBuffer data) {
    data.order(data.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = data.getShort(2) == BIG_TIFF;
    data.position(Math.toIntExact(big ? data.getLong(8) : Integer.toUnsignedLong(data.getInt(4))));
    long entries = big ? data.getLong() : Short.toUnsignedInt(data.getShort());
    boolean found = true;
    for (long i = 0; i < Math.min(entries, MAX_ENTRIES); i++) {
      found &= entry(data, big);
    }
    int nextDirectory = big ? Long.BYTES : Integer.BYTES;
    whole = found && data.remaining() >= nextDirectory;
  }

  /** Reads an entry; says whether all of its data is there. */
  private boolean entry(ByteBuffer data, boolean big) {
    int tag = Short.toUnsignedInt(data.getShort());
    int type = Short.toUnsignedInt(data.getShort());
    long count = big ? data.getLong() : Integer.toUnsignedLong(data.getInt());
    int field = big ? Long.BYTES : Integer.BYTES;
    int next = data.position() + field;
    int size = type < SIZES.length ? SIZES[type] : 0;
    if (size > 0 && (count < 0 || count > data.limit() / size)) {
      return false;
    }
    long at = data.position();
    if (count * size > field) {
      at = big ? data.getLong() : Integer.toUnsignedLong(data.getInt());
    }
    Optional<long[]> numbers = numbers(data, at, size, (int) count);
    numbers.ifPresent(found -> values.putIfAbsent(tag, found));
    data.position(next);
    return numbers.isPresent();
  }

  private static Optional<long[]> numbers(ByteBuffer data, long at, int size, int count) {
    if (at < 0 || at > data.limit() - (long) size * count) {
      return Optional.empty();
    }
    long[] numbers = new long[size == 0 ? 0 : count];
    for (int i = 0; i < numbers.length; i++) {
      int from = (int) at + i * size;
      numbers[i] =
          switch (size) {
            case 1 -> Byte.toUnsignedInt(data.get(from));
            case 2 -> Short.toUnsignedInt(data.getShort(from));
            case 4 -> Integer.toUnsignedLong(data.getInt(from));
            default -> data.getLong(from);
          };
    }
    return Optional.of(numbers);
  }

  /** Whether all of it is there, with what its entries point at. */
  boolean isWhole() {
    return whole;
  }

  /** The numbers of an entry; none if it is not there. */
  long[] numbers(int tag) {
    return values.getOrDefault(tag, new long[0]);
  }

  /** The numbers of an entry as bytes. */
  byte[] bytes(int tag) {
    long[] numbers = numbers(tag);
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }

  /** The only number of an entry. */
  Optional<Long> number(int tag) {
    long[] numbers = numbers(tag);
    return numbers.length == 1 ? Optional.of(numbers[0]) : Optional.empty();
  }

  /** How the picture is to be turned. */
  Orientation orientation() {
    return Orientation.of(number(ORIENTATION).orElse(1L));
  }
}
