// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.examples.images.ImageFolder.Labelled;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * The pictures of a folder in memory.
 *
 * @param training to train on
 * @param test held out
 */
public record LabelledImages(ImageDataset training, ImageDataset test) {

  /**
   * Reads all pictures, as images of one shape and in an order that mixes the classes, the same
   * every time.
   *
   * @param shape of the images, to which pictures are resized
   * @param progress hears how many pictures are read
   * @throws ImageException if pictures are damaged, with all of them, or there are too many for one
   *     array
   */
  public static LabelledImages read(ImageFolder folder, FeatureShape shape, IntConsumer progress) {
    Reading reading = new Reading(folder.classes().size(), shape, progress);
    LabelledImages images =
        new LabelledImages(reading.read(folder.training()), reading.read(folder.test()));
    reading.requireAllGood();
    return images;
  }

  /**
   * Reads some pictures.
   *
   * @param classes how many classes their labels are of
   * @see #read(ImageFolder, FeatureShape, IntConsumer)
   */
  public static ImageDataset read(
      List<Labelled> pictures, int classes, FeatureShape shape, IntConsumer progress) {
    Reading reading = new Reading(classes, shape, progress);
    ImageDataset images = reading.read(pictures);
    reading.requireAllGood();
    return images;
  }

  private static final class Reading {
    private final int classes;
    private final FeatureShape shape;
    private final PictureReader reader;
    private final IntConsumer progress;
    private final List<String> bad = new ArrayList<>();
    private int done;

    Reading(int classes, FeatureShape shape, IntConsumer progress) {
      this.classes = classes;
      this.shape = shape;
      this.reader = PictureReader.of(shape.height(), shape.width(), shape.channels());
      this.progress = progress;
    }

    ImageDataset read(List<Labelled> pictures) {
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
        labels[i] = mixed.get(i).label();
        try {
          byte[] image = reader.read(mixed.get(i).file());
          System.arraycopy(image, 0, pixels, i * image.length, image.length);
        } catch (PictureException e) {
          bad.add(e.getMessage());
        }
        progress.accept(++done);
      }
      return new ImageDataset(shape, classes, pixels, labels);
    }

    void requireAllGood() {
      if (!bad.isEmpty()) {
        Collections.sort(bad);
        throw new ImageException(
            String.format(
                Locale.ROOT,
                "%,d of %,d pictures cannot be used; mend or remove them. %s",
                bad.size(),
                done,
                String.join(" ", bad)));
      }
    }
  }
}
