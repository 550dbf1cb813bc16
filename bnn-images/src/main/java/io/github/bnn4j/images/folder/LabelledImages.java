// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Pictures in memory, as the arrays that an {@code ImageDataset} is made of to train on, and that
 * {@link io.github.bnn4j.core.packed.PackedNetwork PackedNetwork} classifies.
 *
 * <p>Takes H x W x C bytes a picture, so 3,072 at 32 x 32 pixels and 150,528 at 224 x 224; 2 GiB is
 * the most. The arrays are not copied.
 *
 * @param pixels unsigned bytes, {@code [N, H, W, C]}
 * @param labels the number of the class of each picture, N of them
 */
public record LabelledImages(byte[] pixels, int[] labels) {

  /**
   * Reads pictures, in an order that mixes the classes, the same every time.
   *
   * @param pictures the pictures
   * @param labels the names of the classes in the order of their numbers: those of the folder to
   *     train on, those of the network to measure it
   * @param reader makes the images, and says in which size and by which part of a picture
   * @return the images
   * @throws PictureException if pictures cannot be read, with all of them, if one is of a class
   *     that has no number, or if there are too many for one array
   */
  public static LabelledImages read(
      List<LabelledPicture> pictures, List<String> labels, PictureReader reader) {
    return read(pictures, labels, reader, done -> {});
  }

  /**
   * Reads pictures and says how far it is.
   *
   * @param pictures the pictures
   * @param labels the names of the classes in the order of their numbers
   * @param reader makes the images
   * @param progress hears after each picture how many are read, on the thread of the caller
   * @return the images
   * @throws PictureException as {@link #read(List, List, PictureReader)}
   */
  public static LabelledImages read(
      List<LabelledPicture> pictures,
      List<String> labels,
      PictureReader reader,
      IntConsumer progress) {
    Reading reading = new Reading(labels, reader, progress);
    LabelledImages images = reading.read(pictures);
    reading.requireAllGood();
    return images;
  }

  /** {@return how many there are} */
  public int size() {
    return labels.length;
  }
}
