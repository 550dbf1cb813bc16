// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

/**
 * A lossless model of 32x32 colour photographs for an arithmetic coder.
 *
 * <p>Green is coded first, then red and blue as differences from green; residuals of the colours
 * already coded are a context for the next one. Learns from image to image; not thread-safe.
 */
final class ImageModel {
  private static final int PLANE = PlaneModel.SIDE * PlaneModel.SIDE;

  private final PlaneModel green = new PlaneModel();
  private final PlaneModel red = new PlaneModel();
  private final PlaneModel blue = new PlaneModel();
  private final int[] blank = PlaneModel.blank();
  private final AdaptiveBits labels = new AdaptiveBits(16);

  /** Codes one record at {@code offset}: the label, then 1024 red, green and blue bytes each. */
  void code(BitCoder coder, byte[] records, int offset) {
    records[offset] = (byte) codeLabel(coder, records[offset]);
    int redAt = offset + 1;
    int greenAt = redAt + PLANE;
    int blueAt = greenAt + PLANE;
    green.code(coder, records, greenAt, new byte[PLANE], 0, blank, blank);
    red.code(coder, records, redAt, records, greenAt, green.residuals(), blank);
    blue.code(coder, records, blueAt, records, greenAt, green.residuals(), red.residuals());
  }

  private int codeLabel(BitCoder coder, int label) {
    int node = 1;
    for (int i = 3; i >= 0; i--) {
      node = node << 1 | coder.code(labels, node, label >> i & 1);
    }
    return node & 15;
  }
}
