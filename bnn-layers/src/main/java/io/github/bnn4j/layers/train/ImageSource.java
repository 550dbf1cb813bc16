// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.shape.FeatureShape;

/**
 * Labelled images to train on or to measure with, wherever they are: in memory ({@link
 * ImageDataset}), in a file, or made when they are asked for. Read by one thread at a time, not
 * always the same, in any order and over and over again.
 */
public interface ImageSource {

  /**
   * The shape of one image.
   *
   * @return {@code [H, W, C]}
   */
  FeatureShape shape();

  /**
   * The number of classes.
   *
   * @return at least 2
   */
  int classes();

  /**
   * The number of images.
   *
   * @return at least 0
   */
  int size();

  /**
   * The class of an image.
   *
   * @param image its number, from 0
   * @return 0 to {@link #classes} - 1
   */
  int label(int image);

  /**
   * Reads an image.
   *
   * @param image its number, from 0
   * @param pixels receives it: unsigned bytes, {@code [H, W, C]}
   */
  void read(int image, byte[] pixels);
}
