// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import io.github.bnn4j.core.check.NotOnAndroid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What latent weights W become before their signs and scales are taken, {@code sign(V)} of {@code V
 * = f(W)}. Gradients go back through it. Immutable.
 */
@NotOnAndroid
public sealed interface Reparameterization {

  /**
   * The weights whose signs are taken.
   *
   * @param latent {@code [outChannels, kernel, kernel, inChannels / groups]}
   * @return V, of the same shape
   */
  INDArray forward(INDArray latent);

  /**
   * The gradient of the loss by W.
   *
   * @param latent W
   * @param gradient that by V, of the same shape
   * @return of the same shape
   */
  INDArray backward(INDArray latent, INDArray gradient);

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
    public INDArray forward(INDArray latent) {
      return normal(latent).muli(DEVIATION);
    }

    /** {@code (g - mean(g) - n mean(g n)) / (4 deviation)} with the standardised weights n. */
    @Override
    public INDArray backward(INDArray latent, INDArray gradient) {
      INDArray n = rows(normal(latent));
      INDArray g = rows(gradient);
      INDArray along = g.mul(n).mean(true, 1);
      return g.subColumnVector(g.mean(true, 1))
          .subi(n.mulColumnVector(along))
          .diviColumnVector(deviations(rows(latent)))
          .muli(DEVIATION)
          .reshape('c', latent.shape());
    }

    private static INDArray normal(INDArray latent) {
      INDArray rows = rows(latent);
      return rows.subColumnVector(rows.mean(true, 1))
          .diviColumnVector(deviations(rows))
          .reshape('c', latent.shape());
    }

    private static INDArray deviations(INDArray rows) {
      INDArray centred = rows.subColumnVector(rows.mean(true, 1));
      return Transforms.sqrt(centred.muli(centred).mean(true, 1).addi(EPSILON), false);
    }

    private static INDArray rows(INDArray weights) {
      return weights.reshape('c', weights.size(0), weights.length() / weights.size(0));
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
    public INDArray forward(INDArray latent) {
      INDArray standard = STANDARDISED.forward(latent);
      double most = quantile(standard);
      return Transforms.max(Transforms.min(standard, most, false), -most, false);
    }

    @Override
    public INDArray backward(INDArray latent, INDArray gradient) {
      INDArray standard = STANDARDISED.forward(latent);
      double most = quantile(standard);
      INDArray inside = Transforms.abs(standard, false).lte(most).castTo(latent.dataType());
      return STANDARDISED.backward(latent, inside.muli(gradient));
    }

    private double quantile(INDArray standard) {
      return -Transforms.abs(standard, true).meanNumber().doubleValue() * Math.log(2 - 2 * tau);
    }
  }
}
