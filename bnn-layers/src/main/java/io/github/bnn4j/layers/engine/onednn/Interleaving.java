// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Phase;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.shuffle_forward;

/**
 * Interleaves the channels of groups: {@code y[j * groups + i] = x[i * (C / groups) + j]}. The way
 * back is an interleaving of C / groups groups.
 */
final class Interleaving {

  private final OneDnn.Call shuffle;

  Interleaving(
      OneDnn dnn,
      FeatureShape shape,
      int batch,
      data_type type,
      int groups,
      memory source,
      memory result) {
    int channelAxis = 1;
    memory.desc desc = OneDnn.activations(shape, batch, type);
    shuffle_forward primitive =
        new shuffle_forward(
            new shuffle_forward.primitive_desc(
                dnn.cpu(),
                prop_kind.forward_training,
                desc,
                desc,
                channelAxis,
                shape.channels() / groups));
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, source).put(DNNL_ARG_DST, result);
    shuffle = dnn.call(Phase.MOVEMENT, primitive, arguments);
  }

  void run() {
    shuffle.run();
  }
}
