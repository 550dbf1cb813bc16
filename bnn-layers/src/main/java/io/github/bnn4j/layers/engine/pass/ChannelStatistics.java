// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.BatchNorm;
import java.nio.FloatBuffer;

/**
 * The arithmetic of a batch normalisation a channel: from sums over positions to the scaling of the
 * forward pass, and to the coefficients of the backward one. Sums are in double.
 *
 * <p>Channel c of the activations is channel {@code order[c]} of the layer, so that a channel
 * shuffle in front of the normalisation need not move the activations.
 */
public final class ChannelStatistics {

  private final BatchNorm layer;
  private final int[] order;
  private final double[] mean;
  private final double[] inverseDeviation;
  private final ChannelScaling scaling;
  private final ChannelKernels.Coefficients coefficients;

  public ChannelStatistics(BatchNorm layer, int[] order, boolean rectified) {
    int channels = order.length;
    this.layer = layer;
    this.order = order;
    this.mean = new double[channels];
    this.inverseDeviation = new double[channels];
    this.scaling = new ChannelScaling(new float[channels], new float[channels], rectified);
    this.coefficients =
        new ChannelKernels.Coefficients(
            new float[channels], new float[channels], new float[channels]);
  }

  public ChannelScaling scaling() {
    return scaling;
  }

  ChannelKernels.Coefficients coefficients() {
    return coefficients;
  }

  /** Takes the batch's statistics and moves the running ones towards them. */
  void useBatch(double[] sums, double[] squareSums, int positions) {
    FloatBuffer runningMean = layer.runningMean().valueMemory();
    FloatBuffer runningVariance = layer.runningVariance().valueMemory();
    double unbiased = (double) positions / Math.max(1, positions - 1);
    for (int c = 0; c < order.length; c++) {
      mean[c] = sums[c] / positions;
      double variance = Math.max(0, squareSums[c] / positions - mean[c] * mean[c]);
      inverseDeviation[c] = 1 / Math.sqrt(variance + layer.epsilon());
      moveTowards(runningMean, order[c], mean[c]);
      moveTowards(runningVariance, order[c], variance * unbiased);
    }
    updateScaling();
  }

  private void moveTowards(FloatBuffer running, int at, double value) {
    running.put(at, (float) (running.get(at) + layer.momentum() * (value - running.get(at))));
  }

  /** Takes the running statistics. */
  void useRunning() {
    FloatBuffer runningMean = layer.runningMean().valueMemory();
    FloatBuffer runningVariance = layer.runningVariance().valueMemory();
    for (int c = 0; c < order.length; c++) {
      mean[c] = runningMean.get(order[c]);
      inverseDeviation[c] = 1 / Math.sqrt(runningVariance.get(order[c]) + layer.epsilon());
    }
    updateScaling();
  }

  private void updateScaling() {
    FloatBuffer gamma = layer.gamma().valueMemory();
    FloatBuffer beta = layer.beta().valueMemory();
    for (int c = 0; c < order.length; c++) {
      double scale = gamma.get(order[c]) * inverseDeviation[c];
      scaling.scale()[c] = (float) scale;
      scaling.shift()[c] = (float) (beta.get(order[c]) - mean[c] * scale);
    }
  }

  /**
   * Writes the gradients of gamma and beta and prepares the coefficients of the input's gradient:
   * with m1 and m2 the means of d and of d times the normalised input, it is {@code gamma *
   * inverseDeviation * (d - m1 - normalised * m2)}.
   */
  void differentiate(double[] sums, double[] productSums, int positions) {
    FloatBuffer gamma = layer.gamma().valueMemory();
    FloatBuffer gammaGradient = layer.gamma().gradientMemory();
    FloatBuffer betaGradient = layer.beta().gradientMemory();
    for (int c = 0; c < order.length; c++) {
      double normalisedSum = (productSums[c] - mean[c] * sums[c]) * inverseDeviation[c];
      gammaGradient.put(order[c], (float) normalisedSum);
      betaGradient.put(order[c], (float) sums[c]);
      double a = gamma.get(order[c]) * inverseDeviation[c];
      double b = -a * inverseDeviation[c] * normalisedSum / positions;
      coefficients.a()[c] = (float) a;
      coefficients.b()[c] = (float) b;
      coefficients.c()[c] = (float) (-a * sums[c] / positions - b * mean[c]);
    }
  }
}
