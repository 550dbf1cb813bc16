// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

  /**
   * Reads the first images of batch files as one data set, in the order given. All of the files are
   * looked through.
   *
   * @param most how many images to keep
   */
  static ImageDataset read(Path directory, int most, String... names) {
    Images kept = new Images(Math.min(most, names.length * IMAGES));
    for (int i = 0; i < names.length; i++) {
      read(directory.resolve(names[i]), kept, i * IMAGES);
    }
    return kept.dataset();
  }

  private static void read(Path file, Images kept, int firstImage) {
    try {
      checkSize(file.toString(), Files.size(file), IMAGES);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        parse(in, file.toString(), IMAGES, kept, firstImage);
      }
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

  /**
   * The records of one batch file as images with interleaved colours.
   *
   * @throws DataSetException if they are not of that many images, or one has a label above 9
   */
  static ImageDataset parse(byte[] records, String name, int images) {
    checkSize(name, records.length, images);
    Images all = new Images(images);
    try {
      parse(new ByteArrayInputStream(records), name, images, all, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("An array can be read.", e);
    }
    return all.dataset();
  }

  /** A record at a time, for the garbage of whole files would make the heap grow. */
  private static void parse(
      InputStream records, String name, int images, Images kept, int firstImage)
      throws IOException {
    byte[] record = new byte[RECORD];
    for (int image = 0; image < images; image++) {
      if (records.readNBytes(record, 0, RECORD) < RECORD) {
        throw new EOFException("it ends in image " + image);
      }
      int label = record[0] & 0xff;
      if (label >= Cifar10Dataset.CLASSES) {
        throw new DataSetException(
            name
                + " has label "
                + label
                + " at byte "
                + image * RECORD
                + "; CIFAR-10 has labels 0 to 9, so this is another file or a damaged one.");
      }
      kept.put(firstImage + image, label, record);
    }
  }

  /** The first images of what is read. */
  private static final class Images {
    private final byte[] pixels;
    private final int[] labels;

    Images(int count) {
      pixels = new byte[count * Cifar10Dataset.IMAGE_BYTES];
      labels = new int[count];
    }

    void put(int image, int label, byte[] record) {
      if (image >= labels.length) {
        return;
      }
      labels[image] = label;
      int out = image * Cifar10Dataset.IMAGE_BYTES;
      for (int red = 1; red < 1 + PLANE; red++) {
        pixels[out++] = record[red];
        pixels[out++] = record[red + PLANE];
        pixels[out++] = record[red + 2 * PLANE];
      }
    }

    ImageDataset dataset() {
      return new ImageDataset(Cifar10Dataset.SHAPE, Cifar10Dataset.CLASSES, pixels, labels);
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
}
