// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.data;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CIFAR-100, 32 x 32 pixels in 100 classes, in its binary version: records of the number of one of
 * 20 groups, that of the class, and 1024 red, 1024 green and 1024 blue bytes in row-major order.
 * See Krizhevsky, A. "Learning Multiple Layers of Features from Tiny Images", 2009. No state;
 * thread-safe.
 */
public final class Cifar100 {

  /** How many classes there are. */
  public static final int CLASSES = 100;

  private static final int GROUPS = 20;
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int TRAINING = 50_000;
  private static final int TEST = 10_000;

  private Cifar100() {}

  /**
   * Reads the 50,000 training images, 150 MB.
   *
   * @param directory with {@code train.bin}
   * @return images of {@code [32, 32, 3]}
   * @throws BnnFormatException if the file is truncated, too long, or has wrong labels
   * @throws UncheckedIOException if it cannot be read
   */
  public static ImageDataset train(Path directory) {
    return read(directory.resolve("train.bin"), TRAINING);
  }

  /**
   * Reads the 10,000 test images, 30 MB.
   *
   * @param directory with {@code test.bin}
   * @return images of {@code [32, 32, 3]}
   * @throws BnnFormatException if the file is truncated, too long, or has wrong labels
   * @throws UncheckedIOException if it cannot be read
   */
  public static ImageDataset test(Path directory) {
    return read(directory.resolve("test.bin"), TEST);
  }

  /**
   * Reads the names of the classes.
   *
   * @param directory with {@code fine_label_names.txt}
   * @return 100 of them, in the order of their numbers
   * @throws BnnFormatException if there are more or fewer
   * @throws UncheckedIOException if the file cannot be read
   */
  public static List<String> labels(Path directory) {
    Path file = directory.resolve("fine_label_names.txt");
    try (Stream<String> lines = Files.lines(file)) {
      List<String> names = lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
      if (names.size() != CLASSES) {
        throw new BnnFormatException(
            file.toString(), 0, "it has " + names.size() + " names, not those of 100 classes");
      }
      return names;
    } catch (IOException e) {
      throw IoProblem.unchecked("The file " + file + " cannot be read", e);
    }
  }

  static ImageDataset read(Path path, int images) {
    FeatureShape shape = new FeatureShape(SIDE, SIDE, 3);
    byte[] pixels = new byte[images * shape.size()];
    int[] labels = new int[images];
    try (DataFile file = DataFile.open(path)) {
      for (int image = 0; image < images; image++) {
        int number = image;
        byte[] record = file.bytes(2 + 3 * PLANE, "image " + number + " of " + images);
        int group = record[0] & 0xff;
        labels[image] = record[1] & 0xff;
        if (group >= GROUPS || labels[image] >= CLASSES) {
          throw file.wrong(
              "image "
                  + number
                  + " is of class "
                  + labels[image]
                  + " in group "
                  + group
                  + "; classes run from 0 to 99 and groups from 0 to 19");
        }
        int to = image * shape.size();
        for (int red = 2; red < 2 + PLANE; red++) {
          pixels[to++] = record[red];
          pixels[to++] = record[red + PLANE];
          pixels[to++] = record[red + 2 * PLANE];
        }
      }
      file.end();
    }
    return new ImageDataset(shape, CLASSES, pixels, labels);
  }
}
