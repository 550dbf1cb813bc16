// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values of ND4J's float32 arrays on the Java heap, and back. What ND4J itself offers for this
 * leaves a copy in native memory, which is free only when the garbage collector comes by. Not for
 * arrays that are changed meanwhile.
 */
public final class Floats {

  private Floats() {}

  /**
   * Reads an array.
   *
   * @param array float32
   * @return its values, last index fastest
   */
  public static float[] of(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    if (isPlain(array)) {
      array.data().asNioFloat().get(0, values);
    } else {
      try (INDArray ordered = array.dup('c')) {
        ordered.data().asNioFloat().get(0, values);
      }
    }
    return values;
  }

  /** The memory of an array, or a copy where its values do not lie there in their order. */
  static FloatBuffer look(INDArray array) {
    return isPlain(array) ? array.data().asNioFloat() : FloatBuffer.wrap(of(array));
  }

  /**
   * Writes an array.
   *
   * @param values as many as it has, last index fastest
   * @param array float32, in C order and no view
   * @throws IllegalArgumentException if it is of another order or a view
   */
  public static void copy(float[] values, INDArray array) {
    if (!isPlain(array) || values.length != array.length()) {
      throw new IllegalArgumentException(
          "An array in C order that is no view, of " + values.length + " values, is needed.");
    }
    array.data().asNioFloat().put(0, values);
  }

  private static boolean isPlain(INDArray array) {
    return array.ordering() == 'c' && !array.isView();
  }
}
