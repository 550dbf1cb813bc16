// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The numbers in the first directory of a TIFF file. EXIF data has the same form. Damaged entries
 * are left out. Numbers are read when they are asked for: entries may all name the same data, so
 * that a small file would take gigabytes.
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

  private final ByteBuffer data;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private boolean whole;

  /** Where the numbers of an entry are. */
  private record Entry(int at, int size, int count) {
    static final Entry NONE = new Entry(0, 0, 0);
  }

  private TiffDirectory(ByteBuffer data) {
    this.data = data;
  }

  /**
   * Reads a directory.
   *
   * @param data begins with the header, {@code II} or {@code MM}; its position is 0
   */
  static TiffDirectory read(ByteBuffer data) {
    TiffDirectory directory = new TiffDirectory(data.duplicate());
    try {
      directory.fill();
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return directory; // with what came before the damage
    }
    return directory;
  }

  private void fill() {
    data.order(data.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = data.getShort(2) == BIG_TIFF;
    data.position(Math.toIntExact(big ? data.getLong(8) : Integer.toUnsignedLong(data.getInt(4))));
    long count = big ? data.getLong() : Short.toUnsignedInt(data.getShort());
    boolean found = true;
    for (long i = 0; i < Math.min(count, MAX_ENTRIES); i++) {
      found &= entry(big);
    }
    int nextDirectory = big ? Long.BYTES : Integer.BYTES;
    whole = found && data.remaining() >= nextDirectory;
  }

  /** Finds an entry; says whether all of its data is there. */
  private boolean entry(boolean big) {
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
    data.position(next);
    if (at < 0 || at > data.limit() - count * size) {
      return false;
    }
    entries.putIfAbsent(tag, new Entry((int) at, size, size == 0 ? 0 : (int) count));
    return true;
  }

  /** Whether all of it is there, with what its entries point at. */
  boolean isWhole() {
    return whole;
  }

  /** The numbers of an entry; none if it is not there. */
  LongStream numbers(int tag) {
    Entry entry = entry(tag);
    return IntStream.range(0, entry.count).mapToLong(i -> number(entry, i));
  }

  private Entry entry(int tag) {
    return entries.getOrDefault(tag, Entry.NONE);
  }

  private long number(Entry entry, int i) {
    int at = entry.at + i * entry.size;
    return switch (entry.size) {
      case 1 -> Byte.toUnsignedInt(data.get(at));
      case 2 -> Short.toUnsignedInt(data.getShort(at));
      case 4 -> Integer.toUnsignedLong(data.getInt(at));
      default -> data.getLong(at);
    };
  }

  /** The numbers of an entry as bytes. */
  byte[] bytes(int tag) {
    Entry entry = entry(tag);
    byte[] bytes = new byte[entry.count];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) number(entry, i);
    }
    return bytes;
  }

  /** The only number of an entry. */
  Optional<Long> number(int tag) {
    Entry entry = entry(tag);
    return entry.count == 1 ? Optional.of(number(entry, 0)) : Optional.empty();
  }

  /** How the picture is to be turned. */
  Orientation orientation() {
    return Orientation.of(number(ORIENTATION).orElse(1L));
  }
}
