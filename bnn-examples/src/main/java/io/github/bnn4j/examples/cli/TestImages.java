// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.images.PictureReader;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.Cifar10;
import java.util.List;

/**
 * Images to compare two forms of a network on.
 *
 * @param labelled whether their labels are of the network's classes, so that they also measure it
 */
record TestImages(ImageDataset images, boolean labelled) {

  /** At most so many. */
  TestImages limitedTo(int most) {
    return most < images.size() ? new TestImages(images.subset(0, most), labelled) : this;
  }

  /**
   * The first test images of CIFAR-10, resized to what a network takes; of another network's
   * classes they have no labels.
   *
   * @param most how many at most
   */
  static TestImages cifar10(ImageSpec input, List<String> labels, int most) {
    ImageDataset all = Cifar10Dataset.embeddedTest();
    ImageDataset images = all.subset(0, Math.min(most, all.size()));
    return new TestImages(
        input.shape().equals(Cifar10.INPUT.shape()) ? images : resized(images, input),
        labels.equals(Cifar10.LABELS));
  }

  private static ImageDataset resized(ImageDataset images, ImageSpec input) {
    FeatureShape shape = new FeatureShape(input.height(), input.width(), input.channels());
    PictureReader reader = PictureReader.of(input);
    byte[] pixels = new byte[images.size() * shape.size()];
    byte[] picture = new byte[images.shape().size()];
    for (int i = 0; i < images.size(); i++) {
      images.read(i, picture);
      byte[] image = reader.read(SmallPicture.of(picture, Cifar10.SIDE));
      System.arraycopy(image, 0, pixels, i * image.length, image.length);
    }
    return new ImageDataset(shape, images.classes(), pixels, images.labels());
  }
}
