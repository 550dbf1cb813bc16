// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images ready for a pass.
 *
 * @param images float32 {@code [N, H, W, C]}; places after the last real image hold leftovers
 * @param labels class of each real image; its length is their number, at most N
 */
record LabelledBatch(INDArray images, int[] labels) {}
