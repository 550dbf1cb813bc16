// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of a float32 array, for those who read or write all of it in each step: ND4J makes
 * three objects for each look at it, which is most of what a step would leave to the garbage
 * collector. Places in it are named; its position is nobody's. Not thread-safe, but the buffer is,
 * as far as places differ.
 */
public final class FloatMemory {

  private final INDArray array;
  private final Optional<FloatBuffer> ofHost;

  /**
   * Makes it for an array.
   *
   * @param array in C order and no view
   */
  public FloatMemory(INDArray array) {
    this.array = array;
    this.ofHost = Backend.isOfHost() ? Optional.of(array.data().asNioFloat()) : Optional.empty();
  }

  /**
   * The values as they are now, last index fastest. Where ND4J's arrays are in another memory, it
   * copies them in each call.
   *
   * @return the memory itself
   * @throws IllegalStateException if it has been freed
   */
  public FloatBuffer floats() {
    if (array.wasClosed()) {
      throw new IllegalStateException("The memory of this array has been freed.");
    }
    return ofHost.isPresent() ? ofHost.get() : array.data().asNioFloat();
  }
}
