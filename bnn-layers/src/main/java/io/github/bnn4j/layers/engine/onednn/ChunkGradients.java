// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.stream;

/** Both gradients of a convolution, a few images at a time, each worker on its own. */
final class ChunkGradients {

  private final OneDnn dnn;
  private final ConvolutionShape shape;
  private final ChunkWeightGradient ofWeights;
  private final memory packed;
  private final List<Part> parts;
  private final OneDnn.Call packing;

  /**
   * Makes the primitives.
   *
   * @param operands what it multiplies: bfloat16 where the CPU has it, else float32
   * @param chunks those of each worker
   */
  ChunkGradients(
      OneDnn dnn,
      BinConv2d conv,
      BinaryWeights weights,
      FeatureShape input,
      int batch,
      data_type operands,
      List<List<Chunk>> chunks) {
    this.dnn = dnn;
    this.shape =
        new ConvolutionShape(
            conv.geometry(), input, conv.outputShape(input), batch, operands, data_type.f32);
    ofWeights =
        ProductWeightGradient.fits(conv.geometry())
            ? new ProductWeightGradient(dnn, conv, shape, chunks)
            : new ConvolvedWeightGradient(dnn, conv, shape, chunks);
    memory.desc userOrder = OneDnn.userWeights(conv.geometry());
    ConvolutionShape some = shape.of(chunks.get(0).get(0).count());
    packed = dnn.allocate(backwardData(some, shape.weights()).weights_desc());
    packing = dnn.copy(dnn.view(userOrder, weights.scaled()), packed);
    parts = dnn.onOneThread(() -> chunks.stream().map(Part::new).toList());
  }

  private convolution_backward_data.primitive_desc backwardData(
      ConvolutionShape some, memory.desc order) {
    return some.backwardData(dnn, some.source(), order, OneDnn.ownScratch());
  }

  /** Takes the weights as they are now. */
  void begin() {
    packing.run();
    ofWeights.begin();
  }

  /**
   * Adds the gradients of the weights and the bias of some images, and writes that of their input,
   * on one of the workers.
   *
   * @param source and the others: those of these images
   */
  void run(int part, Chunk images, Values source, Values resultGradient, Values sourceGradient) {
    Part worker = parts.get(part);
    ofWeights.add(part, worker.queue, images, source, resultGradient);
    worker.run(part, images, resultGradient, sourceGradient);
  }

  /** Writes the gradients of the weights and the bias. */
  void finish() {
    ofWeights.finish();
  }

  /**
   * What a chunk of some number of images needs.
   *
   * @param resultGradient where the gradient of its output is
   * @param sourceGradient where that of its input goes
   * @param data writes the input's gradient
   */
  private record Images(memory resultGradient, memory sourceGradient, OneDnn.Call data) {}

  /** What a worker needs. */
  private final class Part {

    private final stream queue = new stream(dnn.cpu());
    private final Map<Integer, Images> images = new HashMap<>();

    Part(List<Chunk> chunks) {
      chunks.forEach(chunk -> images.computeIfAbsent(chunk.count(), this::images));
    }

    private Images images(int count) {
      ConvolutionShape some = shape.of(count);
      memory result = dnn.anywhere(some.resultGradient());
      memory sourceGradient = dnn.anywhere(some.source());
      return new Images(result, sourceGradient, backwardData(some, result, sourceGradient));
    }

    private OneDnn.Call backwardData(ConvolutionShape some, memory result, memory sourceGradient) {
      convolution_backward_data.primitive_desc chosen =
          ChunkGradients.this.backwardData(some, packed.get_desc());
      IntMemoryMap arguments = new IntMemoryMap();
      arguments
          .put(DNNL_ARG_DIFF_DST, result)
          .put(DNNL_ARG_WEIGHTS, packed)
          .put(DNNL_ARG_DIFF_SRC, sourceGradient)
          .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(chosen.scratchpad_desc()));
      return dnn.call(
          Phase.CONVOLUTION_BACKWARD_DATA, new convolution_backward_data(chosen), arguments);
    }

    void run(int part, Chunk chunk, Values resultGradient, Values sourceGradient) {
      Images some = images.get(chunk.count());
      OneDnn.point(some.resultGradient, resultGradient);
      OneDnn.point(some.sourceGradient, sourceGradient);
      some.data.run(part, queue);
    }
  }
}
