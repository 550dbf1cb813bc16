// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import io.github.bnn4j.core.check.NotOnAndroid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Ternarization of convolution weights, {@code [outChannels, kernel, kernel, inChannels / groups]}:
 * {@code W ~ alpha * t} with t of -1, 0 and +1, filter by filter,
 *
 * <pre>
 * delta = 0.7 mean |W|
 * t     = sign(W) where |W| &gt; delta, else 0
 * alpha = mean of |W| over those with |W| &gt; delta
 * </pre>
 *
 * <p>For these t, alpha is the least-squares scale. See Li, F. et al. "Ternary Weight Networks",
 * 2016 (arXiv 1605.04711).
 *
 * <p>No state; safe for use by many threads on different arrays.
 */
@NotOnAndroid
public final class WeightTernarizer {

  private static final double DELTA = 0.7;

  private WeightTernarizer() {}

  /**
   * The signs of the weights above delta, and 0 for the others.
   *
   * @param latent latent weights
   * @return -1, 0 and +1, a new array of the same shape; all 0 of a filter of zeros
   */
  public static INDArray signs(INDArray latent) {
    INDArray rows = rows(latent);
    INDArray delta = Transforms.abs(rows, true).mean(true, 1).muli(DELTA);
    INDArray above = rows.subColumnVector(delta).gt(0).castTo(rows.dataType());
    INDArray below = rows.addColumnVector(delta).lt(0).castTo(rows.dataType());
    return above.subi(below).reshape('c', latent.shape());
  }

  /**
   * The scale of each filter, the mean of |W| over its weights above delta.
   *
   * @param latent latent weights
   * @return {@code [outChannels]}; 0 of a filter of zeros, otherwise above 0
   */
  public static INDArray alpha(INDArray latent) {
    INDArray signs = rows(signs(latent));
    INDArray sum = signs.mul(rows(latent)).sum(1);
    INDArray count = Transforms.abs(signs, false).sum(1);
    return sum.divi(Transforms.max(count, 1, false));
  }

  private static INDArray rows(INDArray weights) {
    return weights.reshape('c', weights.size(0), weights.length() / weights.size(0));
  }
}
