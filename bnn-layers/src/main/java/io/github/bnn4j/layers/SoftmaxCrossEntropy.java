// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

/**
 * The loss of a batch of logits: the mean over images of {@code -sum_k t_k log softmax(z)_k}, where
 * the target {@code t} is 1 - s at the label plus s / K everywhere, for a label smoothing of s.
 *
 * <p>See Szegedy, C. et al. "Rethinking the Inception Architecture for Computer Vision", CVPR 2016,
 * for the smoothing. Not thread-safe. Works in double on the Java heap: the arrays are tiny.
 */
public final class SoftmaxCrossEntropy {

  private final double smoothing;
  private float[] gradients = new float[0];
  private double loss;
  private int correct;

  /**
   * Makes a loss.
   *
   * @param smoothing part of the target spread over all classes, from 0 (none) to below 1
   * @throws IllegalArgumentException if it is not
   */
  public SoftmaxCrossEntropy(double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "Label smoothing is a part from 0 to below 1, not " + smoothing + ".");
    }
    this.smoothing = smoothing;
  }

  /**
   * Computes loss, number of right answers and gradient.
   *
   * @param logits one row of K values an image, image after image
   * @param labels class of each image, 0 to K - 1; its length is the number of images
   */
  public void evaluate(float[] logits, int[] labels) {
    evaluate(logits, Targets.of(labels));
  }

  /**
   * Computes loss, number of right answers and gradient where images may be of two classes.
   *
   * @param logits one row of K values an image, image after image
   * @param targets what the images are; as many as there are rows
   */
  public void evaluate(float[] logits, Targets targets) {
    int classes = logits.length / targets.size();
    if (gradients.length != logits.length) {
      gradients = new float[logits.length];
    }
    loss = 0;
    correct = 0;
    for (int i = 0; i < targets.size(); i++) {
      image(logits, i, classes, targets);
    }
    loss /= targets.size();
  }

  private void image(float[] logits, int image, int classes, Targets targets) {
    int from = image * classes;
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (logits[from + k] > logits[from + best]) {
        best = k;
      }
    }
    correct += best == targets.label(image) ? 1 : 0;
    double max = logits[from + best];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(logits[from + k] - max);
    }
    double logSum = Math.log(sum) + max;
    for (int k = 0; k < classes; k++) {
      double target = smoothing / classes + (1 - smoothing) * targets.share(image, k);
      double logProbability = logits[from + k] - logSum;
      loss -= target * logProbability;
      gradients[from + k] = (float) ((Math.exp(logProbability) - target) / targets.size());
    }
  }

  /**
   * The mean loss of the last batch, in nats.
   *
   * @return at least 0
   */
  public double loss() {
    return loss;
  }

  /**
   * The number of images of the last batch whose largest logit is the label's, the first of equals
   * counting; of an image of two classes, that of the greater share.
   *
   * @return 0 to the number of images
   */
  public int correct() {
    return correct;
  }

  /**
   * Copies the gradient of the last batch's mean loss.
   *
   * @param target receives as many values as there were logits
   */
  public void copyGradient(float[] target) {
    System.arraycopy(gradients, 0, target, 0, gradients.length);
  }
}
