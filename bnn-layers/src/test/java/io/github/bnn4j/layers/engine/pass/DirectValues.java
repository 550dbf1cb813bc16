// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values in direct memory of a test's own, and back. */
final class DirectValues {

  private DirectValues() {}

  static Values values(float[] floats, boolean half) {
    int width = half ? Short.BYTES : Float.BYTES;
    Values values =
        new Values(
            ByteBuffer.allocateDirect(width * floats.length).order(ByteOrder.nativeOrder()), half);
    for (int i = 0; i < floats.length; i++) {
      values.put(i, floats[i]);
    }
    return values;
  }

  static float[] array(Values values) {
    float[] floats = new float[values.bytes().capacity() / (values.half() ? 2 : 4)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
