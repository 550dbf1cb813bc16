// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.shape.FeatureShape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * Labelled images in memory: bytes, 0 to 255, {@code [N, H, W, C]}.
 *
 * <p>Thread-safe as long as nobody changes the arrays, which are not copied.
 */
public final class ImageDataset implements ImageSource {

  private static final int FINGERPRINT_BYTES = 8;

  private final FeatureShape shape;
  private final int classes;
  private final byte[] pixels;
  private final int[] labels;

  /**
   * Makes a data set of arrays that are kept, not copied.
   *
   * @param shape shape of one image
   * @param classes number of classes, at least 2
   * @param pixels unsigned bytes, image after image
   * @param labels class of each image, 0 to classes - 1
   * @throws IllegalArgumentException if the arrays do not fit the sizes or each other
   */
  public ImageDataset(FeatureShape shape, int classes, byte[] pixels, int[] labels) {
    if ((long) labels.length * shape.size() != pixels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The pixels of %s of shape %s are %d bytes, not %d.",
              Count.of(labels.length, "image"),
              shape,
              (long) labels.length * shape.size(),
              pixels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Image %d has the label %d; labels run from 0 to %d.",
                i,
                labels[i],
                classes - 1));
      }
    }
    this.shape = shape;
    this.classes = classes;
    this.pixels = pixels;
    this.labels = labels;
  }

  @Override
  public FeatureShape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int image) {
    return labels[image];
  }

  @Override
  public void read(int image, byte[] target) {
    System.arraycopy(pixels, image * shape.size(), target, 0, shape.size());
  }

  /**
   * All images, one after the other.
   *
   * @return the array itself
   */
  public byte[] pixels() {
    return pixels;
  }

  /**
   * The class of each image.
   *
   * @return the array itself
   */
  public int[] labels() {
    return labels;
  }

  /**
   * Tells this data set from others: a digest of its shape, classes, labels and pixels in their
   * order. Takes about a second for a gigabyte.
   *
   * @return 16 hexadecimal digits of a SHA-256
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * (4 + labels.length));
    numbers.putInt(shape.height()).putInt(shape.width()).putInt(shape.channels()).putInt(classes);
    numbers.asIntBuffer().put(labels);
    digest.update(numbers.array());
    return HexFormat.of().formatHex(digest.digest(pixels), 0, FINGERPRINT_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * A run of images.
   *
   * @param from first image
   * @param to image after the last
   * @return a copy of images from..to-1
   * @throws IndexOutOfBoundsException if there are no such images
   */
  public ImageDataset subset(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new ImageDataset(
        shape,
        classes,
        Arrays.copyOfRange(pixels, from * shape.size(), to * shape.size()),
        Arrays.copyOfRange(labels, from, to));
  }
}
