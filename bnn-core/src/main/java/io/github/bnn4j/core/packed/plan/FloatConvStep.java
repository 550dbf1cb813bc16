// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.plan;

import io.github.bnn4j.core.kernel.Kernel;
import java.util.List;

/**
 * A convolution in single precision: strip by strip, locates its windows and hands them to its
 * {@linkplain FloatConvEnd end}.
 *
 * @param starts where the windows start
 * @param image the number of the buffer of the padded image
 * @param end what becomes of the windows
 * @param blocks the blocks of the output
 */
record FloatConvStep(WindowStarts starts, int image, FloatConvEnd end, Share blocks)
    implements Step {

  @Override
  public List<Step> parts(int most) {
    return blocks.cut(most, share -> new FloatConvStep(starts, image, end, share));
  }

  @Override
  public void run(Buffers buffers) {
    int strip = Strip.blocks(end.filters().depth() * Kernel.BLOCK);
    for (int block = blocks.from(); block < blocks.to(); block += strip) {
      int count = Math.min(strip, blocks.to() - block);
      int firstPixel = block * Kernel.BLOCK;
      starts.locate(buffers.starts, firstPixel, count * Kernel.BLOCK);
      end.finish(buffers.floats[image], firstPixel, count, buffers);
    }
  }
}
