// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

/**
 * The teacher's part in a batch's loss: the mean over images of {@code T^2 KL(softmax(t / T) ||
 * softmax(z / T))}, where the teacher's logits t are constants. Not thread-safe.
 */
final class DistillationLoss {

  private final double temperature;
  private double[] targets = new double[0];
  private double[] answers = new double[0];

  DistillationLoss(double temperature) {
    this.temperature = temperature;
  }

  /**
   * Computes the loss and mixes its gradient into that of the labels.
   *
   * @param logits one row of values an image, image after image
   * @param teacher the teacher's logits for the same images
   * @param images how many images there are
   * @param weight share of this loss in the gradient
   * @param gradient holds the gradient of the labels' loss, receives that of both
   * @return the loss, at least 0
   */
  double mix(float[] logits, float[] teacher, int images, double weight, float[] gradient) {
    int classes = logits.length / images;
    if (targets.length != classes) {
      targets = new double[classes];
      answers = new double[classes];
    }
    double sum = 0;
    for (int from = 0; from < logits.length; from += classes) {
      logSoftmax(teacher, from, targets);
      logSoftmax(logits, from, answers);
      for (int k = 0; k < classes; k++) {
        double target = Math.exp(targets[k]);
        sum += target * (targets[k] - answers[k]);
        double slope = temperature * (Math.exp(answers[k]) - target) / images;
        gradient[from + k] = (float) ((1 - weight) * gradient[from + k] + weight * slope);
      }
    }
    return temperature * temperature * sum / images;
  }

  /** The logarithms of the softened probabilities of one image. */
  private void logSoftmax(float[] logits, int from, double[] result) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < result.length; k++) {
      result[k] = logits[from + k] / temperature;
      max = Math.max(max, result[k]);
    }
    double sum = 0;
    for (double value : result) {
      sum += Math.exp(value - max);
    }
    double logSum = Math.log(sum) + max;
    for (int k = 0; k < result.length; k++) {
      result[k] -= logSum;
    }
  }
}
