// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;

/**
 * Memory in which each worker holds activations, or their gradients, of the images that it works on
 * at a time: so little that it is in the worker's caches.
 */
final class ChunkMemory {

  private final int size;
  private final List<memory> memories;
  private final List<Values> values;

  ChunkMemory(OneDnn dnn, FeatureShape shape, data_type type, List<List<Chunk>> chunks) {
    this.size = shape.size();
    this.memories =
        chunks.stream()
            .map(some -> some.stream().mapToInt(Chunk::count).max().orElseThrow())
            .map(images -> dnn.allocate(OneDnn.activations(shape, images, type)))
            .toList();
    this.values =
        memories.stream()
            .map(memory -> OneDnn.bytes(memory).order(ByteOrder.nativeOrder()))
            .map(bytes -> new Values(bytes, type == data_type.bf16))
            .toList();
  }

  /** A worker's, as much as some images take. */
  Values of(int part, Chunk images) {
    return values.get(part).part(0, images.count() * size);
  }
}
