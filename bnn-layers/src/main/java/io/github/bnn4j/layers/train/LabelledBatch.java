// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.Targets;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images ready for a pass.
 *
 * @param images float32 {@code [N, H, W, C]}; places after the last real image hold leftovers
 * @param targets what the real images are; their number is at most N
 */
record LabelledBatch(INDArray images, Targets targets) {

  /** The number of real images. */
  int size() {
    return targets.size();
  }
}
