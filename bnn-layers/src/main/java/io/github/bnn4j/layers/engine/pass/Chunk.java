// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Some images of a batch, so few that what is computed of them stays in the caches of a core.
 *
 * @param first the first of them
 * @param count how many
 */
public record Chunk(int first, int count) {

  /**
   * These images of a batch.
   *
   * @param size values of an image
   */
  public Values of(Values batch, int size) {
    return batch.part(first * size, count * size);
  }

  /**
   * The chunks of each of the parts of a batch, as even as can be.
   *
   * @param parts at most as many as images
   * @param most images of a chunk
   */
  public static List<List<Chunk>> of(int batch, int parts, int most) {
    List<List<Chunk>> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = start(batch, parts, part);
      all.add(split(from, start(batch, parts, part + 1) - from, most));
    }
    return all;
  }

  private static List<Chunk> split(int from, int images, int most) {
    int pieces = (images + most - 1) / most;
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      int start = start(images, pieces, i);
      chunks.add(new Chunk(from + start, start(images, pieces, i + 1) - start));
    }
    return chunks;
  }

  /**
   * Makes something for each number of images that there are chunks of.
   *
   * @param make takes the number
   */
  public static <T> Map<Integer, T> byCount(List<Chunk> chunks, IntFunction<T> make) {
    Map<Integer, T> made = new HashMap<>();
    chunks.forEach(chunk -> made.computeIfAbsent(chunk.count(), make::apply));
    return made;
  }

  private static int start(int size, int count, int index) {
    return (int) ((long) size * index / count);
  }
}
