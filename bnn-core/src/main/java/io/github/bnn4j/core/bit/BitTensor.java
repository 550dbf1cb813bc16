// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.bit;

import java.util.Arrays;

/**
 * An immutable tensor of signs, one bit an element.
 *
 * <p><b>Meaning.</b> Bit 0 is +1 and bit 1 is -1, so that XOR marks disagreements and a dot product
 * of {@code n} signs is {@code n - 2 * popcount(a ^ b)}. The sign of a number {@code x} is -1 where
 * {@code x < 0} and +1 everywhere else: zero, negative zero and NaN are +1.
 *
 * <p><b>Bit order.</b> Elements are in row-major order, the last dimension fastest, with no padding
 * between rows: element {@code i} is bit {@code i % 64} (0 is the least significant) of word {@code
 * i / 64}. Bits past the last element (the tail of the last word) are 0 on every tensor, so two
 * tensors of equal shape are equal exactly where their words are.
 *
 * <p>Instances take {@code 8 * ceil(size / 64)} bytes and a small header, are safe for use by any
 * number of threads, and copy every array they are given or give away.
 */
public final class BitTensor {

  private final int[] shape;
  private final int size;
  private final long[] words;

  private BitTensor(int[] shape, int size, long[] words) {
    this.shape = shape;
    this.size = size;
    this.words = words;
  }

  /**
   * Returns the signs of some numbers.
   *
   * @param values the numbers, in row-major order
   * @param shape the dimensions, each at least 1
   * @return the tensor
   * @throws IllegalArgumentException if the shape does not hold exactly {@code values.length}
   *     elements
   */
  public static BitTensor ofSigns(float[] values, int... shape) {
    int[] dimensions = shape.clone();
    int size = checkedSize(dimensions, values.length);
    long[] words = new long[wordCount(size)];
    for (int i = 0; i < size; i++) {
      if (values[i] < 0) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return new BitTensor(dimensions, size, words);
  }

  /**
   * Returns a tensor of given bits.
   *
   * @param bits the bits in row-major order, true for bit 1, which is the sign -1
   * @param shape the dimensions, each at least 1
   * @return the tensor
   * @throws IllegalArgumentException if the shape does not hold exactly {@code bits.length}
   *     elements
   */
  public static BitTensor ofBits(boolean[] bits, int... shape) {
    int[] dimensions = shape.clone();
    int size = checkedSize(dimensions, bits.length);
    long[] words = new long[wordCount(size)];
    for (int i = 0; i < size; i++) {
      if (bits[i]) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return new BitTensor(dimensions, size, words);
  }

  /**
   * Returns a tensor of given words.
   *
   * @param words the words in the order the class describes
   * @param shape the dimensions, each at least 1
   * @return the tensor
   * @throws IllegalArgumentException if the number of words is not the one the shape needs, or a
   *     bit of the tail is 1
   */
  public static BitTensor ofWords(long[] words, int... shape) {
    int[] dimensions = shape.clone();
    int size = elementCount(dimensions);
    if (words.length != wordCount(size)) {
      throw new IllegalArgumentException(
          "A bit tensor of shape "
              + Arrays.toString(dimensions)
              + " needs "
              + wordCount(size)
              + " words, not "
              + words.length
              + ".");
    }
    long[] copy = words.clone();
    if ((size & 63) != 0 && copy[copy.length - 1] >>> size != 0) {
      throw new IllegalArgumentException(
          "The last word of a bit tensor of "
              + size
              + " elements must be 0 from bit "
              + (size & 63)
              + " on.");
    }
    return new BitTensor(dimensions, size, copy);
  }

  /**
   * Returns a tensor of zeros, that is of the sign +1 everywhere.
   *
   * @param shape the dimensions, each at least 1
   * @return the tensor
   */
  public static BitTensor zeros(int... shape) {
    int[] dimensions = shape.clone();
    int size = elementCount(dimensions);
    return new BitTensor(dimensions, size, new long[wordCount(size)]);
  }

  /**
   * Returns the number of words that some elements take.
   *
   * @param size the number of elements
   * @return {@code ceil(size / 64)}
   */
  public static int wordCount(int size) {
    return (size + 63) >>> 6;
  }

  /** {@return the dimensions} */
  public int[] shape() {
    return shape.clone();
  }

  /** {@return the number of elements} */
  public int size() {
    return size;
  }

  /**
   * Returns whether the bit of an element is 1, that is whether its sign is -1.
   *
   * @param index the row-major index
   * @return whether the sign is -1
   * @throws IndexOutOfBoundsException if the index is negative or not below {@link #size()}
   */
  public boolean get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "Index " + index + " is outside a bit tensor of " + size + " elements.");
    }
    return (words[index >>> 6] >>> index & 1) != 0;
  }

  /**
   * Returns the sign of an element: +1 or -1.
   *
   * @param index the row-major index
   * @return +1 or -1
   * @throws IndexOutOfBoundsException if the index is negative or not below {@link #size()}
   */
  public int sign(int index) {
    return get(index) ? -1 : 1;
  }

  /** {@return the words, in the order the class describes} */
  public long[] toWords() {
    return words.clone();
  }

  /** {@return the bits in row-major order} */
  public boolean[] toBits() {
    boolean[] bits = new boolean[size];
    for (int i = 0; i < size; i++) {
      bits[i] = get(i);
    }
    return bits;
  }

  /** {@return the signs, +1 and -1, in row-major order} */
  public float[] toSigns() {
    float[] signs = new float[size];
    for (int i = 0; i < size; i++) {
      signs[i] = sign(i);
    }
    return signs;
  }

  /** {@return whether the other object is a bit tensor of the same shape with the same bits} */
  @Override
  public boolean equals(Object other) {
    return other instanceof BitTensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "BitTensor" + Arrays.toString(shape);
  }

  private static int checkedSize(int[] shape, int length) {
    int size = elementCount(shape);
    if (size != length) {
      throw new IllegalArgumentException(
          "A bit tensor of shape "
              + Arrays.toString(shape)
              + " holds "
              + size
              + " elements, not "
              + length
              + ".");
    }
    return size;
  }

  private static int elementCount(int[] shape) {
    long size = 1;
    for (int dimension : shape) {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "Every dimension of a bit tensor must be at least 1, unlike in "
                + Arrays.toString(shape)
                + ".");
      }
      size *= dimension;
      if (size > Integer.MAX_VALUE - 63) {
        throw new IllegalArgumentException(
            "A bit tensor of shape " + Arrays.toString(shape) + " is too large to address.");
      }
    }
    return (int) size;
  }
}
