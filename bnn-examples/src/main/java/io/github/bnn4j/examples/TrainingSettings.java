// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.layers.train.Augmentation;
import io.github.bnn4j.layers.train.Optimizer;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.NinArchitecture;
import java.util.Locale;

/**
 * What can be chosen about a training; the rest of the recipe is fixed: Adam, a learning rate that
 * falls to zero along half a cosine, random crops and mirror images.
 *
 * @param epochs passes over the training images
 * @param batch images of each step
 * @param learningRate the highest learning rate
 * @param seed seed of everything random
 * @param validation how many of the last training images are held out
 */
public record TrainingSettings(
    NinArchitecture architecture,
    int epochs,
    int batch,
    double learningRate,
    long seed,
    int validation) {

  /** The usual settings. */
  public static TrainingSettings of(NinArchitecture architecture) {
    return new TrainingSettings(architecture, 60, 100, 0.005, 1, 5_000);
  }

  TrainingConfig config() {
    return TrainingConfig.builder()
        .setInput(Cifar10.INPUT)
        .setEpochs(epochs)
        .setOptimizer(Optimizer.ADAM)
        .setSchedule(Schedule.cosine(learningRate, 0))
        .optBatch(batch)
        .optAugmentation(Augmentation.CROP_AND_FLIP)
        .optSeed(seed)
        .build();
  }

  /** One line that is equal for equal trainings. */
  String describe(int images) {
    return String.format(
        Locale.ROOT,
        "Adam, cosine from %s, batch %d, %d epochs of %d images, crop and flip, seed %d",
        learningRate,
        batch,
        epochs,
        images,
        seed);
  }
}
