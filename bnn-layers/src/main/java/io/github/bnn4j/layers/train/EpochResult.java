// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import java.util.Optional;

/**
 * What an epoch brought.
 *
 * @param epoch number of the epoch, from 1
 * @param learningRate rate of its last step
 * @param training loss (with label smoothing) and accuracy over its training images, changed as
 *     they were by augmentation and seen by the weights of their step
 * @param validation loss and accuracy after it, on images that were not trained on, if there are
 *     any
 * @param seconds wall time of the training steps, without validation
 */
public record EpochResult(
    int epoch,
    double learningRate,
    Evaluation training,
    Optional<Evaluation> validation,
    double seconds) {

  /**
   * The speed of training.
   *
   * @return training images a second
   */
  public double imagesPerSecond() {
    return training.images() / seconds;
  }
}
