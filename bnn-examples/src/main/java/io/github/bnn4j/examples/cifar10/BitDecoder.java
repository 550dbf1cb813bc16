// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

/** Reads the bits that {@link BitEncoder} wrote; past the end of the code it reads zeros. */
final class BitDecoder implements BitCoder {
  private static final long UNSIGNED = 0xffffffffL;

  private final byte[] in;
  private final int end;
  private int position;
  private int low = 0;
  private int high = -1;
  private int code;

  BitDecoder(byte[] in, int from, int end) {
    this.in = in;
    this.position = from;
    this.end = end;
    for (int i = 0; i < 4; i++) {
      code = code << 8 | next();
    }
  }

  @Override
  public int code(AdaptiveBits model, int context, int ignored) {
    int middle = middle(low, high, model.probability(context));
    int bit;
    if (Integer.compareUnsigned(code, middle) <= 0) {
      high = middle;
      bit = 1;
    } else {
      low = middle + 1;
      bit = 0;
    }
    model.update(context, bit);
    while (((low ^ high) & 0xff000000) == 0) {
      low <<= 8;
      high = high << 8 | 0xff;
      code = code << 8 | next();
    }
    return bit;
  }

  /** Where [low, high] splits so that the lower part has the given probability, in 1/65536. */
  static int middle(int low, int high, int probability) {
    long range = (high & UNSIGNED) - (low & UNSIGNED);
    return low + (int) (range * probability >>> 16);
  }

  private int next() {
    return position < end ? in[position++] & 0xff : 0;
  }
}
