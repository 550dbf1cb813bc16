// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The two halves of CIFAR-10. Thread-safe.
 *
 * <p>{@link #embeddedTest()} needs no file and no network. The training images come from a
 * directory with the official binary files, for instance the one {@link Cifar10Cache} provides.
 */
public final class Cifar10Dataset {
  /** Height and width of an image in pixels. */
  public static final int SIDE = 32;

  /** Bytes of an image: 32 x 32 pixels of red, green and blue. */
  public static final int IMAGE_BYTES = SIDE * SIDE * 3;

  /** How many classes there are. */
  public static final int CLASSES = 10;

  static final FeatureShape SHAPE = new FeatureShape(SIDE, SIDE, 3);

  private static final String[] TRAIN = {
    "data_batch_1.bin",
    "data_batch_2.bin",
    "data_batch_3.bin",
    "data_batch_4.bin",
    "data_batch_5.bin"
  };
  private static final String TEST = "test_batch.bin";

  private Cifar10Dataset() {}

  /**
   * Reads the 50,000 training images.
   *
   * @throws DataSetException if a file is missing, has the wrong size or a label above 9
   */
  public static ImageDataset train(Path directory) {
    return train(directory, TRAIN.length * BatchFormat.IMAGES);
  }

  /**
   * Reads the first training images. All are looked through, but no others take memory.
   *
   * @param most how many there are at most, at least 1
   * @throws DataSetException as {@link #train(Path)}
   */
  public static ImageDataset train(Path directory, int most) {
    return BatchFormat.read(directory, most, TRAIN);
  }

  /**
   * Reads the 10,000 test images.
   *
   * @throws DataSetException if the file is missing, has the wrong size or a label above 9
   */
  public static ImageDataset test(Path directory) {
    return test(directory, BatchFormat.IMAGES);
  }

  /**
   * Reads the first test images, as {@link #train(Path, int)}.
   *
   * @throws DataSetException as {@link #test(Path)}
   */
  public static ImageDataset test(Path directory, int most) {
    return BatchFormat.read(directory, most, TEST);
  }

  /**
   * The 10,000 test images from the resource in this module, a copy for each caller. The first call
   * takes about a second.
   *
   * @throws DataSetException if the resource does not decode to the official bytes
   */
  public static ImageDataset embeddedTest() {
    return BatchFormat.parse(
        EmbeddedTestSet.records(), "The embedded test set", BatchFormat.IMAGES);
  }

  /** The names of all batch files. */
  static String[] files() {
    String[] all = Arrays.copyOf(TRAIN, TRAIN.length + 1);
    all[TRAIN.length] = TEST;
    return all;
  }
}
