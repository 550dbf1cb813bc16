// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/**
 * Decodes the rows of a PNG file, one after the other, so that a picture that is not interlaced
 * takes the memory of two rows. Java's own reader does the same work slower, and only into a
 * picture that is whole in memory.
 */
final class PngRows implements Closeable {
  private static final int[] FIRST_COLUMN = {0, 4, 0, 2, 0, 1, 0};
  private static final int[] FIRST_ROW = {0, 0, 4, 0, 2, 0, 1};
  private static final int[] COLUMN_STEP = {8, 8, 4, 4, 2, 2, 1};
  private static final int[] ROW_STEP = {8, 8, 8, 4, 4, 2, 2};

  private final PngHeader header;
  private final DataInputStream in;

  /** Takes a row whose samples have one or two bytes each. It is overwritten after the call. */
  @FunctionalInterface
  interface Sink {
    void row(int y, byte[] row);
  }

  /** Decompresses with native memory, which closing frees. */
  PngRows(PngHeader header, InputStream compressed) {
    this.header = header;
    this.in = new DataInputStream(new InflaterInputStream(compressed));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * Decodes rows from the top.
   *
   * @param rows how many, at most
   * @throws IOException if the data are damaged
   */
  void read(int rows, Sink sink) throws IOException {
    int width = header.size().width();
    if (header.interlaced()) {
      byte[][] picture = interlaced(width, header.size().height());
      for (int y = 0; y < rows; y++) {
        sink.row(y, picture[y]);
      }
    } else {
      pass(width, rows, sink);
    }
  }

  /** Seven passes, each of pixels in a grid that the next ones fill up. */
  private byte[][] interlaced(int width, int height) throws IOException {
    int bytes = header.bytesOfPixel();
    byte[][] picture = new byte[height][width * bytes];
    for (int pass = 0; pass < ROW_STEP.length; pass++) {
      int column = FIRST_COLUMN[pass];
      int step = COLUMN_STEP[pass];
      int firstRow = FIRST_ROW[pass];
      int rowStep = ROW_STEP[pass];
      int columns = (width - column + step - 1) / step;
      if (columns > 0) {
        pass(
            columns,
            (height - firstRow + rowStep - 1) / rowStep,
            (y, row) -> {
              byte[] target = picture[firstRow + y * rowStep];
              for (int x = 0; x < columns; x++) {
                System.arraycopy(row, x * bytes, target, (column + x * step) * bytes, bytes);
              }
            });
      }
    }
    return picture;
  }

  private void pass(int width, int rows, Sink sink) throws IOException {
    byte[] row = new byte[header.bytesOfRow(width)];
    byte[] above = new byte[row.length];
    byte[] unpacked = header.depth() < Byte.SIZE ? new byte[width] : row;
    for (int y = 0; y < rows; y++) {
      int filter = in.readUnsignedByte();
      in.readFully(row);
      unfilter(filter, row, above);
      byte[] result = header.depth() < Byte.SIZE ? unpack(row, unpacked) : row;
      sink.row(y, result);
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  /** A byte is stored as its difference from what its neighbours let expect. */
  private void unfilter(int filter, byte[] row, byte[] above) throws Refusal {
    int left = Math.max(1, header.samples() * header.depth() / Byte.SIZE);
    switch (filter) {
      case 0 -> {
        // stored as it is
      }
      case 1 -> {
        for (int i = left; i < row.length; i++) {
          row[i] += row[i - left];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int before = i < left ? 0 : row[i - left] & 0xff;
          row[i] += (byte) (before + (above[i] & 0xff) >> 1);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] +=
              i < left
                  ? above[i]
                  : nearest(row[i - left] & 0xff, above[i] & 0xff, above[i - left] & 0xff);
        }
      }
      default -> throw Refusal.damaged("a row has the unknown filter " + filter);
    }
  }

  /** Paeth's predictor: whichever neighbour is nearest to left + above - corner. */
  private static byte nearest(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return (byte) left;
    }
    return (byte) (toAbove <= toCorner ? above : corner);
  }

  private byte[] unpack(byte[] packed, byte[] samples) {
    int depth = header.depth();
    int mask = (1 << depth) - 1;
    for (int i = 0; i < samples.length; i++) {
      int bit = i * depth;
      samples[i] = (byte) (packed[bit >> 3] >> Byte.SIZE - depth - (bit & 7) & mask);
    }
    return samples;
  }
}
