// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The official binary layout: a batch file is 10,000 records, each one label byte and then 1024
 * red, 1024 green and 1024 blue bytes in row-major order.
 */
final class BatchFormat {
  static final int IMAGES = 10_000;
  static final int PLANE = Cifar10Dataset.SIDE * Cifar10Dataset.SIDE;
  static final int RECORD = 1 + Cifar10Dataset.IMAGE_BYTES;
  static final int FILE_BYTES = IMAGES * RECORD;

  private BatchFormat() {}

  /** Reads the batch files as one data set, in the order given. */
  static ImageDataset read(Path directory, String... names) {
    byte[] pixels = new byte[names.length * IMAGES * Cifar10Dataset.IMAGE_BYTES];
    int[] labels = new int[names.length * IMAGES];
    for (int i = 0; i < names.length; i++) {
      Path file = directory.resolve(names[i]);
      parse(bytes(file), file.toString(), IMAGES, pixels, labels, i * IMAGES);
    }
    return dataset(pixels, labels);
  }

  /**
   * The records of one batch file as images with interleaved colours.
   *
   * @throws DataSetException if they are not of that many images, or one has a label above 9
   */
  static ImageDataset parse(byte[] records, String name, int images) {
    checkSize(name, records.length, images);
    byte[] pixels = new byte[images * Cifar10Dataset.IMAGE_BYTES];
    int[] labels = new int[images];
    parse(records, name, images, pixels, labels, 0);
    return dataset(pixels, labels);
  }

  private static ImageDataset dataset(byte[] pixels, int[] labels) {
    return new ImageDataset(Cifar10Dataset.SHAPE, Cifar10Dataset.CLASSES, pixels, labels);
  }

  private static void parse(
      byte[] records, String name, int images, byte[] pixels, int[] labels, int firstImage) {
    checkSize(name, records.length, images);
    for (int image = 0; image < images; image++) {
      int at = image * RECORD;
      int label = records[at] & 0xff;
      if (label >= Cifar10Dataset.CLASSES) {
        throw new DataSetException(
            name
                + " has label "
                + label
                + " at byte "
                + at
                + "; CIFAR-10 has labels 0 to 9, so this is another file or a damaged one.");
      }
      labels[firstImage + image] = label;
      int out = (firstImage + image) * Cifar10Dataset.IMAGE_BYTES;
      for (int red = at + 1; red < at + 1 + PLANE; red++) {
        pixels[out++] = records[red];
        pixels[out++] = records[red + PLANE];
        pixels[out++] = records[red + 2 * PLANE];
      }
    }
  }

  private static void checkSize(String name, long size, int images) {
    long expected = (long) images * RECORD;
    if (size != expected) {
      throw new DataSetException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes; a CIFAR-10 batch has %,d, so it is %s.",
              name,
              size,
              expected,
              size < expected ? "truncated" : "no CIFAR-10 batch"));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      checkSize(file.toString(), Files.size(file), IMAGES);
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DataSetException(
          file
              + " does not exist; the directory must hold the CIFAR-10 binary version"
              + " (data_batch_1.bin to data_batch_5.bin and test_batch.bin).",
          e);
    } catch (IOException e) {
      throw new DataSetException(file + " could not be read: " + IoProblem.describe(e) + ".", e);
    }
  }
}
