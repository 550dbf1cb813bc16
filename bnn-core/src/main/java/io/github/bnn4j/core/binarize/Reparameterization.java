// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import io.github.bnn4j.core.check.NotOnAndroid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What latent weights W become before their signs and scales are taken, {@code sign(V)} of {@code V
 * = f(W)}. Gradients go back through it. Immutable.
 */
@NotOnAndroid
public sealed interface Reparameterization {

  /**
   * The weights whose signs are taken.
   *
   * @param latent W, filter after filter
   * @param filters how many there are, of equal size
   * @return V, as many; the same array if they are W
   */
  double[] forward(double[] latent, int filters);

  /**
   * The gradient of the loss by W.
   *
   * @param latent W, filter after filter
   * @param gradient that by V
   * @param filters how many there are, of equal size
   * @return as many; the same array if V are W
   */
  double[] backward(double[] latent, double[] gradient, int filters);

  /**
   * The weights whose signs are taken.
   *
   * @param latent {@code [outChannels, kernel, kernel, inChannels / groups]}
   * @return V, of the same shape
   */
  default INDArray forward(INDArray latent) {
    return like(latent, forward(values(latent), (int) latent.size(0)));
  }

  /**
   * The gradient of the loss by W.
   *
   * @param latent W
   * @param gradient that by V, of the same shape
   * @return of the same shape
   */
  default INDArray backward(INDArray latent, INDArray gradient) {
    return like(latent, backward(values(latent), values(gradient), (int) latent.size(0)));
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  private static INDArray like(INDArray other, double[] values) {
    return Nd4j.createFromArray(values).reshape('c', other.shape()).castTo(other.dataType());
  }

  /**
   * The reparameterization for a part of a training run. All but {@link Recu} stay as they are.
   *
   * @param progress the part of the run that is done, 0 to 1
   * @return the reparameterization
   */
  default Reparameterization at(double progress) {
    return this;
  }

  /** {@code V = W}. */
  record None() implements Reparameterization {

    @Override
    public double[] forward(double[] latent, int filters) {
      return latent;
    }

    @Override
    public double[] backward(double[] latent, double[] gradient, int filters) {
      return gradient;
    }

    @Override
    public INDArray forward(INDArray latent) {
      return latent;
    }

    @Override
    public INDArray backward(INDArray latent, INDArray gradient) {
      return gradient;
    }
  }

  /**
   * Weight standardisation: {@code V = (W - mean) / (4 deviation)}, filter by filter. Half of the
   * signs are then +1, which carries most information, and the gradient of W has no part that would
   * only move or scale a filter. Signs do not depend on the factor 1/4; it keeps nearly all of V
   * within [-1, 1], where the straight-through estimator passes gradients.
   *
   * <p>See Qiao, S. et al. "Micro-Batch Training with Batch-Channel Normalization and Weight
   * Standardization", arXiv 1903.10520; for binary weights Qin, H. et al. "Forward and Backward
   * Information Retention for Accurate Binary Neural Networks", CVPR 2020 (arXiv 1909.10788).
   */
  record Standardised() implements Reparameterization {

    private static final double DEVIATION = 0.25;
    private static final double EPSILON = 1e-10;

    @Override
    public double[] forward(double[] latent, int filters) {
      double[] standard = new double[latent.length];
      int n = latent.length / filters;
      for (int from = 0; from < latent.length; from += n) {
        double mean = mean(latent, from, n);
        double factor = DEVIATION / deviation(latent, from, n, mean);
        for (int i = from; i < from + n; i++) {
          standard[i] = (latent[i] - mean) * factor;
        }
      }
      return standard;
    }

    /**
     * {@inheritDoc} It is {@code (G - mean(G) - S mean(G S)) / (4 deviation)} of that by V, G, with
     * {@code S = 4 V}.
     */
    @Override
    public double[] backward(double[] latent, double[] gradient, int filters) {
      double[] result = new double[latent.length];
      int n = latent.length / filters;
      for (int from = 0; from < latent.length; from += n) {
        double mean = mean(latent, from, n);
        double deviation = deviation(latent, from, n, mean);
        double level = mean(gradient, from, n);
        double along = 0;
        for (int i = from; i < from + n; i++) {
          along += gradient[i] * (latent[i] - mean);
        }
        along /= n * deviation * deviation;
        for (int i = from; i < from + n; i++) {
          result[i] = (gradient[i] - level - (latent[i] - mean) * along) * (DEVIATION / deviation);
        }
      }
      return result;
    }

    private static double mean(double[] values, int from, int n) {
      double sum = 0;
      for (int i = from; i < from + n; i++) {
        sum += values[i];
      }
      return sum / n;
    }

    private static double deviation(double[] values, int from, int n, double mean) {
      double squares = 0;
      for (int i = from; i < from + n; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
      }
      return Math.sqrt(squares / n + EPSILON);
    }
  }

  /**
   * The rectified clamp unit: standardised weights S, clamped to their quantiles tau and 1 - tau,
   * {@code V = max(-q, min(S, q))} with {@code q = -mean|S| ln(2 - 2 tau)}, the quantile of a
   * Laplace distribution over the layer. Weights in the tails hardly ever change their sign and are
   * called dead; clamped, they come back. Tau grows over a training from 0.85 to 0.99, as {@code
   * exp(progress)}. The gradient is 0 where S is clamped.
   *
   * <p>See Xu, Z. et al. "ReCU: Reviving the Dead Weights in Binary Neural Networks", ICCV 2021
   * (arXiv 2103.12369).
   *
   * @param tau the quantile, above 0.5 to below 1
   */
  record Recu(double tau) implements Reparameterization {

    private static final double FIRST = 0.85;
    private static final double LAST = 0.99;
    private static final Standardised STANDARDISED = new Standardised();

    /**
     * Checks the quantile.
     *
     * @param tau the quantile, above 0.5 to below 1
     * @throws IllegalArgumentException if it is not
     */
    public Recu {
      if (!(tau > 0.5 && tau < 1)) {
        throw new IllegalArgumentException(
            "The quantile of ReCU is above 0.5 and below 1, not " + tau + ".");
      }
    }

    /** Makes it for the start of a training run, tau = 0.85. */
    public Recu() {
      this(FIRST);
    }

    /** {@inheritDoc} Goes from tau = 0.85 to 0.99, whatever it is now. */
    @Override
    public Recu at(double progress) {
      return new Recu(FIRST + (LAST - FIRST) * Math.expm1(progress) / Math.expm1(1));
    }

    @Override
    public double[] forward(double[] latent, int filters) {
      double[] standard = STANDARDISED.forward(latent, filters);
      double most = quantile(standard);
      for (int i = 0; i < standard.length; i++) {
        standard[i] = Math.max(-most, Math.min(standard[i], most));
      }
      return standard;
    }

    @Override
    public double[] backward(double[] latent, double[] gradient, int filters) {
      double[] standard = STANDARDISED.forward(latent, filters);
      double most = quantile(standard);
      double[] inside = new double[gradient.length];
      for (int i = 0; i < inside.length; i++) {
        inside[i] = Math.abs(standard[i]) <= most ? gradient[i] : 0;
      }
      return STANDARDISED.backward(latent, inside, filters);
    }

    private double quantile(double[] standard) {
      double sum = 0;
      for (double value : standard) {
        sum += Math.abs(value);
      }
      return -sum / standard.length * Math.log(2 - 2 * tau);
    }
  }
}
