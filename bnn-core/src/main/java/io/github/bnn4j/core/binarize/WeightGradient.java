// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the gradient g of a filter's binary weights, alpha * sign(W), becomes the gradient of its n
 * latent weights W.
 */
public enum WeightGradient {

  /**
   * The rule of the XNOR-Net paper (arXiv 1603.05279, section 3.1): {@code g_i * (1 / n + alpha *
   * 1[|W_i| <= 1])}. It keeps only the diagonal of alpha's derivative.
   */
  XNOR_NET {
    @Override
    public void apply(float[] latent, float[] gradient, int from, int n) {
      double alpha = alpha(latent, from, n);
      for (int i = from; i < from + n; i++) {
        gradient[i] *= (float) (1.0 / n + (Math.abs(latent[i]) <= 1 ? alpha : 0));
      }
    }
  },

  /**
   * The whole derivative of alpha * sign(W), with the clipped identity for the sign: {@code alpha *
   * g_i * 1[|W_i| <= 1] + sign(W_i) / n * sum_j g_j sign(W_j)}, times n as in the widely used
   * corrected implementation of XNOR-Net, so that its size does not shrink with the filter's. That
   * implementation also multiplies with 1 - 1 / inChannels for the centring, a constant near 1 a
   * layer, which is left out here.
   */
  CORRECTED {
    @Override
    public void apply(float[] latent, float[] gradient, int from, int n) {
      double alpha = alpha(latent, from, n);
      double agreement = 0;
      for (int i = from; i < from + n; i++) {
        agreement += WeightBinarizer.sign(latent[i]) * gradient[i];
      }
      float direct = (float) (alpha * n);
      float shared = (float) agreement;
      for (int i = from; i < from + n; i++) {
        float own = Math.abs(latent[i]) <= 1 ? direct * gradient[i] : 0;
        gradient[i] = own + WeightBinarizer.sign(latent[i]) * shared;
      }
    }
  };

  /**
   * Turns one filter's gradient into that of its latent weights.
   *
   * @param latent latent weights of all filters
   * @param gradient gradient of the binary weights of all filters; this filter's part is replaced
   * @param from first element of the filter
   * @param n number of elements of the filter
   */
  public abstract void apply(float[] latent, float[] gradient, int from, int n);

  /**
   * Turns the gradient of all filters into that of their latent weights.
   *
   * @param latent {@code [outChannels, kernel, kernel, inChannels / groups]}
   * @param binaryGradient gradient of the binary weights, of the same shape
   * @return a new array of the same shape
   */
  public INDArray latentGradient(INDArray latent, INDArray binaryGradient) {
    float[] weights = latent.dup('c').data().asFloat();
    float[] gradient = binaryGradient.dup('c').data().asFloat();
    int n = (int) (latent.length() / latent.size(0));
    for (int from = 0; from < weights.length; from += n) {
      apply(weights, gradient, from, n);
    }
    return Nd4j.createFromArray(gradient).reshape(latent.shape());
  }

  private static double alpha(float[] latent, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += Math.abs(latent[i]);
    }
    return sum / n;
  }
}
