// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The place where a primitive finds an array of another operation, which is mostly the same. */
final class Port {

  private final memory memory;
  private INDArray connected;

  /** Makes a port; its memory points anywhere until connected. */
  Port(memory memory) {
    this.memory = memory;
  }

  memory memory() {
    return memory;
  }

  /** Points at an array's own memory; costs nothing if it already does. */
  void connect(INDArray array) {
    if (array != connected) {
      memory.set_data_handle(array.data().addressPointer());
      connected = array;
    }
  }
}
