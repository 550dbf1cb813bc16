// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.List;

/**
 * What reads the gradient of a value before its turn on the way back: some images at a time, while
 * they are in the cache of the thread that wrote them.
 */
public interface GradientReader {

  /** The images that each worker reads at a time. */
  List<List<Chunk>> chunks();

  /** Starts to read a whole batch. */
  void begin();

  /**
   * Reads the gradient of some images, on one of the workers, each of which reads others.
   *
   * @param part the worker
   * @param images one of its {@link #chunks}
   * @param gradient that of these images
   */
  void read(int part, Chunk images, Values gradient);
}
