// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

/**
 * What reads the gradient of a value before its turn on the way back: some images at a time, while
 * they are in the cache of the thread that wrote them.
 */
public interface GradientReader {

  /** Starts to read a whole batch. */
  void begin();

  /**
   * Reads the gradient of some positions, on one of the workers, each of which reads others.
   *
   * @param part the worker
   * @param from the first position, of the whole batch
   * @param gradient that of these positions
   */
  void read(int part, int from, int positions, Values gradient);
}
