// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;

/** The way back through a pool, a few images at a time, each worker on its own. */
final class ChunkPooling {

  private final OneDnn dnn;
  private final PoolingShape shape;
  private final Optional<memory> winners;
  private final List<Part> parts;

  /**
   * Makes the primitives.
   *
   * @param winners which values were the largest, of a whole batch, if the pool is of that kind
   * @param chunks those of each worker
   */
  ChunkPooling(OneDnn dnn, PoolingShape shape, Optional<memory> winners, List<List<Chunk>> chunks) {
    this.dnn = dnn;
    this.shape = shape;
    this.winners = winners;
    this.parts = dnn.onOneThread(() -> chunks.stream().map(Part::new).toList());
  }

  /** Writes the input's gradient of some images from that of their output, on a worker. */
  void run(int part, Chunk images, Values outputGradient, Values inputGradient) {
    parts.get(part).run(part, images, outputGradient, inputGradient);
  }

  /**
   * What a chunk of some number of images needs.
   *
   * @param winners where those of the images are
   */
  private record Images(
      memory outputGradient, memory inputGradient, Optional<memory> winners, OneDnn.Call call) {}

  private final class Part {

    private final stream queue = new stream(dnn.cpu());
    private final Map<Integer, Images> images;

    Part(List<Chunk> chunks) {
      images = Chunk.byCount(chunks, this::images);
    }

    private Images images(int count) {
      PoolingShape some = shape.of(count);
      pooling_backward.primitive_desc chosen = some.backward(dnn);
      memory output = dnn.anywhere(some.outputGradient());
      memory input = dnn.anywhere(some.inputGradient());
      Optional<memory> of = winners.map(all -> dnn.anywhere(chosen.workspace_desc()));
      IntMemoryMap arguments = new IntMemoryMap();
      arguments
          .put(DNNL_ARG_DIFF_DST, output)
          .put(DNNL_ARG_DIFF_SRC, input)
          .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(chosen.scratchpad_desc()));
      of.ifPresent(memory -> arguments.put(DNNL_ARG_WORKSPACE, memory));
      return new Images(
          output, input, of, dnn.call(Phase.MOVEMENT, new pooling_backward(chosen), arguments));
    }

    void run(int part, Chunk chunk, Values outputGradient, Values inputGradient) {
      Images some = images.get(chunk.count());
      OneDnn.point(some.outputGradient, outputGradient);
      OneDnn.point(some.inputGradient, inputGradient);
      some.winners.ifPresent(memory -> pointAtWinners(memory, chunk));
      some.call.run(part, queue);
    }

    private void pointAtWinners(memory some, Chunk chunk) {
      long ofImage = some.get_desc().get_size() / chunk.count();
      BytePointer all = new BytePointer(winners.orElseThrow().get_data_handle());
      some.set_data_handle(all.getPointer(chunk.first() * ofImage));
    }
  }
}
