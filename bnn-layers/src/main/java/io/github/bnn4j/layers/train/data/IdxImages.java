// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.data;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Grey images and their labels in two IDX files, packed with gzip or not: MNIST (LeCun, Y. et al.
 * "Gradient-Based Learning Applied to Document Recognition", 1998) and Fashion-MNIST (Xiao, H. et
 * al., arXiv 1708.07747) have them.
 *
 * <p>All numbers have four bytes, the highest first. The file of images: 0x803, their number,
 * height and width, then a byte a pixel, 0 to 255. The file of labels: 0x801, their number, then a
 * byte each. No state; thread-safe.
 */
public final class IdxImages {

  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  private IdxImages() {}

  /**
   * Reads images and labels into memory.
   *
   * @param images such as {@code train-images-idx3-ubyte.gz}
   * @param labels such as {@code train-labels-idx1-ubyte.gz}
   * @param classes number of classes, at least 2; 10 for MNIST
   * @return images of {@code [H, W, 1]} in the order of the files
   * @throws BnnFormatException if a file is none of its kind, truncated or too long, if there are
   *     more labels than images or fewer, or if a label is not below the number of classes
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if there are fewer than two classes
   */
  public static ImageDataset read(Path images, Path labels, int classes) {
    Require.that(classes >= 2, "There are at least 2 classes, not %d.", classes);
    FeatureShape shape;
    byte[] pixels;
    int count;
    try (DataFile file = DataFile.open(images)) {
      count = start(file, IMAGES, "images");
      int height = file.number("the height");
      int width = file.number("the width");
      if (height < 1 || width < 1 || (double) count * height * width > Integer.MAX_VALUE - 8) {
        throw file.wrong(
            String.format(
                Locale.ROOT,
                "%d images of %d x %d pixels are none, or more than fit in an array",
                count,
                height,
                width));
      }
      shape = new FeatureShape(height, width, 1);
      pixels = file.bytes(count * height * width, "the pixels of " + count + " images");
      file.end();
    }
    return new ImageDataset(shape, classes, pixels, labels(labels, count, classes));
  }

  private static int[] labels(Path labels, int images, int classes) {
    try (DataFile file = DataFile.open(labels)) {
      int count = start(file, LABELS, "labels");
      if (count != images) {
        throw file.wrong("it has " + count + " labels for " + images + " images");
      }
      byte[] bytes = file.bytes(count, count + " labels");
      file.end();
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = bytes[i] & 0xff;
        if (numbers[i] >= classes) {
          throw file.wrong(
              "label " + i + " is " + numbers[i] + "; labels run from 0 to " + (classes - 1));
        }
      }
      return numbers;
    }
  }

  /** Reads the kind of the file and how many things are in it. */
  private static int start(DataFile file, int magic, String things) {
    int found = file.number("the kind of file");
    if (found != magic) {
      throw file.wrong(
          String.format(
              Locale.ROOT,
              "it begins with 0x%08x, and an IDX file of %s with 0x%08x",
              found,
              things,
              magic));
    }
    int count = file.number("the number of " + things);
    if (count < 0) {
      throw file.wrong(
          "it has " + Integer.toUnsignedString(count) + " " + things + ", more than can be read");
    }
    return count;
  }
}
