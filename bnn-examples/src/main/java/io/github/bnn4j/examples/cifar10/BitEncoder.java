// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import java.io.ByteArrayOutputStream;

/**
 * Writes bits as an arithmetic code: the interval [low, high] narrows to the half that was coded.
 */
final class BitEncoder implements BitCoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int low = 0;
  private int high = -1;

  @Override
  public int code(AdaptiveBits model, int context, int bit) {
    int middle = BitDecoder.middle(low, high, model.probability(context));
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    model.update(context, bit);
    while (((low ^ high) & 0xff000000) == 0) {
      out.write(high >>> 24);
      low <<= 8;
      high = high << 8 | 0xff;
    }
    return bit;
  }

  /** Ends the code and returns all its bytes. */
  byte[] finish() {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(high >>> shift);
    }
    return out.toByteArray();
  }
}
