// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import java.util.List;

/**
 * A binary convolution: strip by strip, hands its windows to its {@linkplain BinConvEnd end}, which
 * has the kernel count and finish them.
 */
final class BinConvStep implements Step {

  private final BinWindows windows;
  private final Borders borders;
  private final BinConvEnd end;
  private final Share blocks;
  private final int strip;

  /**
   * Plans the step.
   *
   * @param sums where the sums of the convolution would lie
   */
  BinConvStep(BinWindows windows, BinTables tables, Value sums, BinConvEnd end) {
    this(windows, tables.borders(), end, Share.all(sums.blocks()));
  }

  private BinConvStep(BinWindows windows, Borders borders, BinConvEnd end, Share blocks) {
    this.windows = windows;
    this.borders = borders;
    this.end = end;
    this.blocks = blocks;
    this.strip = windows.blocksPerStrip();
  }

  @Override
  public List<Step> parts(int most) {
    return blocks.cut(most, share -> new BinConvStep(windows, borders, end, share));
  }

  @Override
  public void run(Buffers buffers) {
    int[] image = windows.prepare(buffers);
    for (int block = blocks.from(); block < blocks.to(); block += strip) {
      runStrip(image, buffers, block * Kernel.BLOCK, Math.min(strip, blocks.to() - block));
    }
  }

  private void runStrip(int[] image, Buffers buffers, int firstPixel, int count) {
    borders.locate(buffers.rows, firstPixel, count * Kernel.BLOCK);
    int[] laidOut = windows.layOut(image, buffers, firstPixel, count);
    end.finish(laidOut, windows.start(firstPixel), windows.stride(), firstPixel, count, buffers);
  }
}
