// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The padding of a window as ND4J takes it: its operations add as much above as below and left as
 * right, so any other border is put around the images themselves. Arrays are {@code [N, H, W, C]}.
 */
final class Border {

  private final Window window;
  private final FeatureShape input;
  private final double fill;
  private final boolean even;

  /**
   * Describes a border.
   *
   * @param window the window
   * @param input what it slides over
   * @param fill what an uneven border is filled with
   */
  Border(Window window, FeatureShape input, double fill) {
    this.window = window;
    this.input = input;
    this.fill = fill;
    this.even =
        window.rows().before() == window.rows().after()
            && window.columns().before() == window.columns().after();
  }

  /** The rows that are left for ND4J to add above and below. */
  int rows() {
    return even ? window.rows().before() : 0;
  }

  /** The columns that are left for ND4J to add left and right. */
  int columns() {
    return even ? window.columns().before() : 0;
  }

  /** The images, with their border if it is uneven. */
  INDArray around(INDArray images) {
    if (even) {
      return images;
    }
    INDArray padded =
        Nd4j.valueArrayOf(
            new long[] {
              images.size(0),
              window.rows().padded(input.height()),
              window.columns().padded(input.width()),
              input.channels()
            },
            fill,
            images.dataType());
    inside(padded).assign(images);
    return padded;
  }

  /** The part of what {@link #around} gives, or of its gradient, that the images are. */
  INDArray inside(INDArray padded) {
    if (even) {
      return padded;
    }
    INDArrayIndex all = NDArrayIndex.all();
    return padded.get(
        all,
        part(window.rows().before(), input.height()),
        part(window.columns().before(), input.width()),
        all);
  }

  private static INDArrayIndex part(int from, int size) {
    return NDArrayIndex.interval(from, (long) from + size);
  }
}
