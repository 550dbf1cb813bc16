// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.examples.images.ImageFolder.Labelled;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;

/** Reads labelled pictures into memory. */
public final class LabelledImages {
  private static final int CHANNELS = 3;

  private LabelledImages() {}

  /**
   * Reads all pictures, as squares of one size and in an order that mixes the classes, the same
   * every time.
   *
   * @param classes how many classes there are
   * @param side height and width of the images, to which pictures are resized
   * @param progress hears how many pictures are read
   * @throws ImageException if a picture is damaged, or there are too many for one array
   */
  public static ImageDataset read(
      List<Labelled> pictures, int classes, int side, IntConsumer progress) {
    FeatureShape shape = new FeatureShape(side, side, CHANNELS);
    int most = Integer.MAX_VALUE / shape.size();
    if (pictures.size() > most) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "%,d pictures are too many; up to %,d fit.", pictures.size(), most));
    }
    List<Labelled> mixed = new ArrayList<>(pictures);
    Collections.shuffle(mixed, new Random(0));
    byte[] pixels = new byte[mixed.size() * shape.size()];
    int[] labels = new int[mixed.size()];
    for (int i = 0; i < labels.length; i++) {
      byte[] image = ImageFile.read(mixed.get(i).file(), side);
      System.arraycopy(image, 0, pixels, i * image.length, image.length);
      labels[i] = mixed.get(i).label();
      progress.accept(i + 1);
    }
    return new ImageDataset(shape, classes, pixels, labels);
  }
}
