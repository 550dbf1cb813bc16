// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

/**
 * Codes one colour plane of an image, value by value.
 *
 * <p>A value is predicted from its neighbours by the median edge detector of JPEG-LS (Weinberger,
 * Seroussi and Sapiro, "The LOCO-I lossless image compression algorithm", 2000). The residual is
 * coded as zero flag, sign, exponent and mantissa; the contexts are how busy the neighbourhood is
 * and which residuals the other colours had at the same pixel. Not thread-safe.
 */
final class PlaneModel {
  static final int SIDE = Cifar10Dataset.SIDE;

  /** A row above the image and a cell on each side of every row, so that all neighbours exist. */
  private static final int STRIDE = SIDE + 2;

  private static final int BUSY_LEVELS = 20;
  private static final int COLOUR_LEVELS = 14;
  private static final int CONTEXTS = BUSY_LEVELS * COLOUR_LEVELS;
  private static final int SIGN_CONTEXTS = 81;
  private static final int EXPONENTS = 8;
  private static final int MANTISSA_NODES = 64;

  private final int[] values = blank();
  private final int[] residuals = blank();

  private final AdaptiveBits zero = new AdaptiveBits(CONTEXTS);
  private final AdaptiveBits sign = new AdaptiveBits(BUSY_LEVELS * SIGN_CONTEXTS);
  private final AdaptiveBits exponent = new AdaptiveBits(CONTEXTS * EXPONENTS);
  private final AdaptiveBits mantissa = new AdaptiveBits(CONTEXTS * MANTISSA_NODES);

  static int[] blank() {
    return new int[STRIDE * (SIDE + 1)];
  }

  /** Residuals of the plane that was coded last, in the padded layout. */
  int[] residuals() {
    return residuals;
  }

  /**
   * Codes the plane at {@code offset}.
   *
   * @param base the plane that is subtracted from this one, from {@code baseOffset}
   * @param first residuals of the colour coded first, zeros if this is it
   * @param second residuals of the colour coded second, zeros if this is it
   */
  void code(
      BitCoder coder,
      byte[] pixels,
      int offset,
      byte[] base,
      int baseOffset,
      int[] first,
      int[] second) {
    for (int y = 0; y < SIDE; y++) {
      int row = (y + 1) * STRIDE + 1;
      values[row - 1] = values[row - STRIDE];
      for (int x = 0; x < SIDE; x++) {
        int pixel = y * SIDE + x;
        int floor = -(base[baseOffset + pixel] & 0xff);
        int value = (pixels[offset + pixel] & 0xff) + floor;
        value = codeValue(coder, value, floor, row + x, first[row + x], second[row + x]);
        pixels[offset + pixel] = (byte) (value - floor);
      }
      values[row + SIDE] = values[row + SIDE - 1];
    }
  }

  private int codeValue(BitCoder coder, int value, int floor, int at, int first, int second) {
    int west = values[at - 1];
    int north = values[at - STRIDE];
    int northWest = values[at - STRIDE - 1];
    int northEast = values[at - STRIDE + 1];
    int westResidual = residuals[at - 1];
    int northResidual = residuals[at - STRIDE];
    int busy =
        Math.abs(west - northWest)
            + Math.abs(north - northWest)
            + Math.abs(north - northEast)
            + 2 * Math.abs(westResidual)
            + 2 * Math.abs(northResidual)
            + Math.abs(residuals[at - STRIDE - 1])
            + Math.abs(residuals[at - STRIDE + 1]);
    int busyLevel = level(busy, BUSY_LEVELS);
    int colourLevel = level(Math.abs(first) + 2 * Math.abs(second), COLOUR_LEVELS);
    int context = busyLevel * COLOUR_LEVELS + colourLevel;
    int signs =
        ((ternary(westResidual) * 3 + ternary(northResidual)) * 3 + ternary(first)) * 3
            + ternary(second);
    int prediction = predict(west, north, northWest);
    prediction = Math.max(floor, Math.min(floor + 255, prediction));
    int residual =
        codeResidual(coder, value - prediction, context, busyLevel * SIGN_CONTEXTS + signs);
    residuals[at] = residual;
    values[at] = prediction + residual;
    return values[at];
  }

  private static int predict(int west, int north, int northWest) {
    int low = Math.min(west, north);
    int high = Math.max(west, north);
    return Math.max(low, Math.min(high, west + north - northWest));
  }

  private int codeResidual(BitCoder coder, int residual, int context, int signContext) {
    if (coder.code(zero, context, residual == 0 ? 1 : 0) == 1) {
      return 0;
    }
    int negative = coder.code(sign, signContext, residual < 0 ? 1 : 0);
    int magnitude = Math.abs(residual);
    int length = 31 - Integer.numberOfLeadingZeros(magnitude | 1);
    int bits = 0;
    while (bits < EXPONENTS - 1
        && coder.code(exponent, context * EXPONENTS + bits, length > bits ? 1 : 0) == 1) {
      bits++;
    }
    int decoded = 1;
    for (int i = bits - 1; i >= 0; i--) {
      int node = Math.min(decoded, 7) * EXPONENTS + i;
      decoded =
          decoded << 1 | coder.code(mantissa, context * MANTISSA_NODES + node, magnitude >> i & 1);
    }
    return negative == 1 ? -decoded : decoded;
  }

  /** A logarithmic scale with two steps an octave, cut off at {@code levels}. */
  private static int level(int activity, int levels) {
    int octave = 31 - Integer.numberOfLeadingZeros(activity + 1);
    int half = octave == 0 ? 0 : (activity + 1) >> (octave - 1) & 1;
    return Math.min(levels - 1, 2 * octave + half);
  }

  /** 0, 1 or 2 for zero, positive and negative. */
  private static int ternary(int value) {
    return value == 0 ? 0 : value > 0 ? 1 : 2;
  }
}
