// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import io.github.bnn4j.core.check.NotOnAndroid;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binarization of convolution weights, {@code [outChannels, kernel, kernel, inChannels / groups]}:
 * {@code W ~ alpha * sign(W)}, where alpha = mean |W| a filter is the least-squares scale.
 *
 * <p>See Rastegari, M. et al. "XNOR-Net: ImageNet Classification Using Binary Convolutional Neural
 * Networks", ECCV 2016 (arXiv 1603.05279), section 3.1.
 *
 * <p>No state; safe for use by many threads on different arrays.
 */
@NotOnAndroid
public final class WeightBinarizer {

  private WeightBinarizer() {}

  /**
   * Centres latent weights over the input channels and clamps them to [-1, 1], in place. Done after
   * each update, so that signs stay balanced and gradients alive. A single input channel, as in a
   * depthwise convolution, is not centred: nothing of it would be left.
   *
   * @param latent latent weights, changed
   */
  public static void constrain(INDArray latent) {
    constrain(latent, latent.size(latent.rank() - 1) > 1);
  }

  /** Clamps latent weights to [-1, 1], in place, and centres them first if they shall be. */
  static void constrain(INDArray latent, boolean centred) {
    INDArray ordered = latent.ordering() == 'c' && !latent.isView() ? latent : latent.dup('c');
    FloatBuffer memory = ordered.data().asNioFloat();
    float[] row = new float[(int) latent.size(latent.rank() - 1)];
    for (int at = 0; at < ordered.length(); at += row.length) {
      memory.get(at, row);
      float sum = 0;
      for (float weight : row) {
        sum += weight;
      }
      float mean = centred ? sum / row.length : 0;
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(-1, Math.min(1, row[i] - mean));
      }
      memory.put(at, row);
    }
    if (ordered != latent) {
      latent.assign(ordered);
    }
  }

  /** Replaces latent weights by their signs. */
  static void binarize(INDArray latent) {
    INDArray ordered = latent.ordering() == 'c' && !latent.isView() ? latent : latent.dup('c');
    FloatBuffer memory = ordered.data().asNioFloat();
    for (int i = 0; i < ordered.length(); i++) {
      memory.put(i, sign(memory.get(i)));
    }
    if (ordered != latent) {
      latent.assign(ordered);
    }
  }

  /**
   * The sign of one latent weight. Free of branches: the signs of weights are random to a processor
   * that guesses them.
   *
   * @param latent a latent weight, not NaN
   * @return +1 or -1, sign(0) = +1
   */
  public static float sign(float latent) {
    // adding zero turns -0 into +0
    return Math.copySign(1, latent + 0f);
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

  /**
   * The gradient of latent weights behind signs without a scale: that of the signs where {@code |W|
   * <= 1}, else 0.
   *
   * @param latent latent weights
   * @param signGradient gradient of the loss by their signs, of the same shape
   * @return a new array of the same shape
   */
  public static INDArray signGradient(INDArray latent, INDArray signGradient) {
    return Transforms.abs(latent, true).lte(1).castTo(latent.dataType()).muli(signGradient);
  }

  /**
   * The gradient of the scale of each filter: the sum of {@code sign(W) * gradient}.
   *
   * @param signs {@code [outChannels, kernel, kernel, inChannels / groups]}
   * @param binaryGradient gradient of the loss by {@code scale * signs}, of the same shape
   * @return {@code [outChannels]}
   */
  public static INDArray scaleGradient(INDArray signs, INDArray binaryGradient) {
    return rows(signs.mul(binaryGradient), signs.length() / signs.size(0)).sum(1);
  }

  private static INDArray rows(INDArray weights, long rowLength) {
    return weights.reshape('c', weights.length() / rowLength, rowLength);
  }
}
