// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/** Parts of files in memory, one behind the other, without a copy of them. */
final class SlicedInput extends ImageInputStreamImpl {
  private final List<Slice> slices;
  private final long length;
  private int current;
  private long currentStart;

  /** The bytes of an array from one index, included, to another, excluded. */
  record Slice(byte[] bytes, int from, int to) {
    static Slice of(byte[] bytes) {
      return new Slice(bytes, 0, bytes.length);
    }

    int length() {
      return to - from;
    }
  }

  SlicedInput(List<Slice> slices) {
    this.slices = slices.stream().filter(slice -> slice.length() > 0).toList();
    this.length = slices.stream().mapToLong(Slice::length).sum();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int most) {
    bitOffset = 0;
    if (streamPos >= length) {
      return -1;
    }
    findSlice();
    Slice slice = slices.get(current);
    int at = (int) (streamPos - currentStart);
    int count = Math.min(most, slice.length() - at);
    System.arraycopy(slice.bytes(), slice.from() + at, target, offset, count);
    streamPos += count;
    return count;
  }

  private void findSlice() {
    if (streamPos < currentStart) {
      current = 0;
      currentStart = 0;
    }
    while (streamPos - currentStart >= slices.get(current).length()) {
      currentStart += slices.get(current++).length();
    }
  }

  @Override
  public long length() {
    return length;
  }
}
