// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What an epoch brought.
 *
 * @param epoch number of the epoch, from 1
 * @param learningRate rate of its last step
 * @param training the loss that is minimised (with label smoothing and the teacher's part) and
 *     accuracy over its training images, changed as they were by augmentation and seen by the
 *     weights of their step
 * @param validation loss and accuracy after it, on images that were not trained on, if there are
 *     any; of the averaged weights, if the training averages them
 * @param gradientNorm mean over its steps of the norm of all gradients together
 * @param layers how the weights moved, layer by layer, of those that have any
 * @param seconds wall time of the training steps, without validation
 */
public record EpochResult(
    int epoch,
    double learningRate,
    Evaluation training,
    Optional<Evaluation> validation,
    double gradientNorm,
    List<LayerStatistics> layers,
    double seconds) {

  /**
   * How many signs of binary weights turned in a step, the mean over the epoch.
   *
   * @return share of all, 0 to 1; NaN if there are none
   */
  public double flips() {
    return overAll(LayerStatistics::flips);
  }

  /**
   * How many latent weights are at least 1 or at most -1 after the epoch.
   *
   * @return share of all, 0 to 1; NaN if there are none
   */
  public double saturated() {
    return overAll(LayerStatistics::saturated);
  }

  private double overAll(ToDoubleFunction<LayerStatistics> share) {
    double sum = 0;
    long weights = 0;
    for (LayerStatistics layer : layers) {
      if (layer.isBinary()) {
        sum += share.applyAsDouble(layer) * layer.weights();
        weights += layer.weights();
      }
    }
    return sum / weights;
  }

  /**
   * The speed of training.
   *
   * @return training images a second
   */
  public double imagesPerSecond() {
    return training.images() / seconds;
  }
}
