// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Cifar10;
import java.util.List;

/**
 * The images of a training.
 *
 * @param name what captions call them
 * @param labels the names of the classes
 * @param images to train on, the last of which may be held out for validation
 * @param test for the report at the end; nothing within a training depends on them
 */
public record TrainingData(
    String name, List<String> labels, ImageDataset images, ImageDataset test) {

  /** Images of CIFAR-10. */
  public static TrainingData cifar10(ImageDataset images, ImageDataset test) {
    return new TrainingData("CIFAR-10", Cifar10.LABELS, images, test);
  }

  /** No more than so many images to train on, and to test on. */
  public TrainingData limitedTo(int most) {
    return new TrainingData(name, labels, first(images, most), first(test, most));
  }

  private static ImageDataset first(ImageDataset images, int most) {
    return most < images.size() ? images.subset(0, most) : images;
  }
}
