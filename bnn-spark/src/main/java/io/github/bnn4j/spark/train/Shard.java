// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The images of one worker, in an order that depends on nothing but the images. */
final class Shard implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] pixels;
  private final int[] labels;
  private final int imageBytes;
  private final long fingerprint;

  /** Takes examples of any order, each image of so many bytes. */
  Shard(Iterator<Example> examples, int imageBytes) {
    List<Example> sorted = new ArrayList<>();
    examples.forEachRemaining(sorted::add);
    sorted.sort(Example.CANONICAL);
    if ((long) sorted.size() * imageBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d images of %d bytes are too many for one worker; train with more workers.",
              sorted.size(),
              imageBytes));
    }
    this.imageBytes = imageBytes;
    pixels = new byte[sorted.size() * imageBytes];
    labels = new int[sorted.size()];
    long sum = 0;
    for (int i = 0; i < labels.length; i++) {
      Example example = sorted.get(i);
      System.arraycopy(example.pixels(), 0, pixels, i * imageBytes, imageBytes);
      labels[i] = example.label();
      sum += example.mixedHash();
    }
    fingerprint = sum;
  }

  int size() {
    return labels.length;
  }

  /** Sum of the hashes of the images and their labels. */
  long fingerprint() {
    return fingerprint;
  }

  /**
   * A part of the images in an order of chance, whole batches of them. All parts of an epoch have
   * each full batch once.
   *
   * @param epochSeed seed of the order, another one each epoch
   * @param part number of the part, from 0
   * @param parts how many parts the epoch has
   * @return at least one batch unless there are fewer batches than parts
   */
  ImageDataset part(
      long epochSeed, int part, int parts, int batch, FeatureShape shape, int classes) {
    int batches = labels.length / batch;
    int from = (int) ((long) batches * part / parts) * batch;
    int to = (int) ((long) batches * (part + 1) / parts) * batch;
    int[] order = permutation(labels.length, new SplittableRandom(epochSeed));
    byte[] chosen = new byte[(to - from) * imageBytes];
    int[] chosenLabels = new int[to - from];
    for (int i = 0; i < chosenLabels.length; i++) {
      int image = order[from + i];
      System.arraycopy(pixels, image * imageBytes, chosen, i * imageBytes, imageBytes);
      chosenLabels[i] = labels[image];
    }
    return new ImageDataset(shape, classes, chosen, chosenLabels);
  }

  private static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
