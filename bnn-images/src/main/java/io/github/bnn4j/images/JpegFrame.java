// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.images.SlicedInput.Slice;
import java.nio.ByteBuffer;

/**
 * The header of the picture in a JPEG file.
 *
 * @param progressive whether its scans refine the whole picture
 * @param channels how many channels a pixel has
 * @param named whether the channels are called R, G and B
 * @param coefficientBytes what the picture takes as coefficients of 16 bits
 */
record JpegFrame(
    Size size, boolean progressive, int channels, boolean named, long coefficientBytes) {
  private static final int BASELINE = 0xc0;
  private static final int EXTENDED = 0xc1;
  private static final int PROGRESSIVE = 0xc2;
  private static final int BLOCK = 8;
  private static final int BYTES_OF_BLOCK = BLOCK * BLOCK * Short.BYTES;
  private static final int HEADER = 6;

  static boolean isMarker(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  static JpegFrame read(int marker, Slice content) throws Refusal {
    ByteBuffer header = ByteBuffer.wrap(content.bytes(), content.from(), content.length()).slice();
    if (header.limit() < HEADER || header.limit() < HEADER + 3 * unsigned(header, 5)) {
      throw Refusal.damaged("its header is too short");
    }
    if (marker != BASELINE && marker != EXTENDED && marker != PROGRESSIVE) {
      throw new Refusal(
          "is a JPEG file of a rare kind (lossless, hierarchical or arithmetically coded), which is"
              + " not read; save it as an ordinary one");
    }
    int bits = unsigned(header, 0);
    if (bits != Byte.SIZE) {
      throw new Refusal("is a JPEG file of " + bits + " bits a channel; those of 8 are read");
    }
    int height = Short.toUnsignedInt(header.getShort(1));
    int width = Short.toUnsignedInt(header.getShort(3));
    if (width == 0 || height == 0) {
      throw Refusal.damaged("its header says " + width + " x " + height + " pixels");
    }
    int channels = unsigned(header, 5);
    StringBuilder names = new StringBuilder();
    int most = 1;
    int blocks = 0;
    for (int c = 0; c < channels; c++) {
      names.append((char) unsigned(header, HEADER + 3 * c));
      int horizontal = unsigned(header, HEADER + 1 + 3 * c) >> 4;
      int vertical = unsigned(header, HEADER + 1 + 3 * c) & 0xf;
      most = Math.max(most, horizontal * vertical);
      blocks += horizontal * vertical;
    }
    Size size = new Size(width, height);
    long bytesOfBlocks = size.pixels() / (BLOCK * BLOCK) * BYTES_OF_BLOCK * blocks / most;
    return new JpegFrame(
        size, marker == PROGRESSIVE, channels, names.toString().equals("RGB"), bytesOfBlocks);
  }

  private static int unsigned(ByteBuffer header, int at) {
    return Byte.toUnsignedInt(header.get(at));
  }
}
