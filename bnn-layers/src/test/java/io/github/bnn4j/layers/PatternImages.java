// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.Random;

/** Noisy images of four classes that differ in where they are bright. */
public final class PatternImages {

  /** The number of classes. */
  public static final int CLASSES = 4;

  /** How their pixels are scaled. */
  public static final ImageSpec SPEC =
      new ImageSpec(8, 8, 3, new float[] {80, 90, 100}, new float[] {50, 60, 70});

  private PatternImages() {}

  /** The same seed gives the same images. */
  public static ImageDataset of(int images, long seed) {
    Random random = new Random(seed);
    FeatureShape shape = TinyNetworks.INPUT;
    byte[] pixels = new byte[images * shape.size()];
    int[] labels = random.ints(images, 0, CLASSES).toArray();
    for (int i = 0; i < pixels.length; i++) {
      int label = labels[i / shape.size()];
      int row = i / (shape.width() * shape.channels()) % shape.height();
      int column = i / shape.channels() % shape.width();
      boolean bright = row / 4 == label / 2 && column / 4 == label % 2;
      pixels[i] = (byte) (random.nextInt(150) + (bright ? 100 : 0));
    }
    return new ImageDataset(shape, CLASSES, pixels, labels);
  }
}
