// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binarization of convolution weights, {@code [outChannels, kernel, kernel, inChannels / groups]}:
 * {@code W ~ alpha * sign(W)}, where alpha = mean |W| a filter is the least-squares scale.
 *
 * <p>See Rastegari, M. et al. "XNOR-Net: ImageNet Classification Using Binary Convolutional Neural
 * Networks", ECCV 2016 (arXiv 1603.05279), section 3.1.
 */
public final class WeightBinarizer {

  private WeightBinarizer() {}

  /**
   * Centres latent weights over the input channels and clamps them to [-1, 1], in place. Done after
   * each update, so that signs stay balanced and gradients alive.
   *
   * @param latent latent weights, changed
   */
  public static void constrain(INDArray latent) {
    INDArray rows = rows(latent, latent.size(latent.rank() - 1));
    rows.subiColumnVector(rows.mean(1));
    latent.assign(Transforms.max(Transforms.min(latent, 1, true), -1, false));
  }

  /**
   * The signs, with sign(0) = +1.
   *
   * @param latent latent weights
   * @return +1 and -1, a new array of the same shape
   */
  public static INDArray signs(INDArray latent) {
    return latent.gte(0).castTo(latent.dataType()).muli(2).subi(1);
  }

  /**
   * The scale of each filter, mean |W|.
   *
   * @param latent latent weights
   * @return {@code [outChannels]}, at least 0
   */
  public static INDArray alpha(INDArray latent) {
    return Transforms.abs(rows(latent, latent.length() / latent.size(0)), true).mean(1);
  }

  /**
   * Multiplies each filter by its scale.
   *
   * @param signs {@code [outChannels, kernel, kernel, inChannels / groups]}
   * @param alpha {@code [outChannels]}
   * @return the binary weights, a new array of the shape of the signs
   */
  public static INDArray scale(INDArray signs, INDArray alpha) {
    return rows(signs, signs.length() / signs.size(0))
        .mulColumnVector(alpha)
        .reshape(signs.shape());
  }

  private static INDArray rows(INDArray weights, long rowLength) {
    return weights.reshape('c', weights.length() / rowLength, rowLength);
  }
}
