// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;

/**
 * A binary convolution: strip by strip, hands its windows to its {@linkplain BinConvEnd end}, which
 * has the kernel count and finish them.
 */
final class BinConvStep implements Step {

  private final BinWindows windows;
  private final Borders borders;
  private final BinConvEnd end;
  private final int blocks;
  private final int strip;

  /**
   * Plans the step.
   *
   * @param sums where the sums of the convolution would lie
   */
  BinConvStep(BinWindows windows, BinTables tables, Value sums, BinConvEnd end) {
    this.windows = windows;
    this.borders = tables.borders();
    this.end = end;
    this.blocks = sums.blocks();
    this.strip = windows.blocksPerStrip();
  }

  @Override
  public void run(Buffers buffers) {
    int[] image = windows.prepare(buffers);
    for (int block = 0; block < blocks; block += strip) {
      runStrip(image, buffers, block * Kernel.BLOCK, Math.min(strip, blocks - block));
    }
  }

  private void runStrip(int[] image, Buffers buffers, int firstPixel, int count) {
    borders.locate(buffers.rows, firstPixel, count * Kernel.BLOCK);
    int[] laidOut = windows.layOut(image, buffers, firstPixel, count);
    end.finish(laidOut, windows.start(firstPixel), windows.stride(), firstPixel, count, buffers);
  }
}
