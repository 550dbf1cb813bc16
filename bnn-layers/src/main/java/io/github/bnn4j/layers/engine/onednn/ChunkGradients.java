// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.stream;

/** Both gradients of a convolution, a few images at a time, each worker on its own. */
final class ChunkGradients {

  private final OneDnn dnn;
  private final ConvolutionShape shape;
  private final memory packed;
  private final memory.desc gradientOrder;
  private final List<Part> parts;
  private final OneDnn.Call packing;
  private final List<OneDnn.Call> finish = new ArrayList<>();

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
    memory.desc userOrder = OneDnn.userWeights(conv.geometry());
    ConvolutionShape some = shape.of(chunks.get(0).get(0).count());
    memory.desc anyGradient = OneDnn.anyWeights(shape.geometry(), data_type.f32);
    gradientOrder = some.backwardWeights(dnn, anyGradient).diff_weights_desc();
    packed = dnn.allocate(backwardData(some, shape.weights()).weights_desc());
    packing = dnn.copy(dnn.view(userOrder, weights.scaled()), packed);
    parts = dnn.onOneThread(() -> chunks.stream().map(Part::new).toList());
    if (parts.size() > 1) {
      finish.add(dnn.sum(parts.stream().map(part -> part.weightGradient).toList()));
      finish.add(dnn.sum(parts.stream().map(part -> part.biasGradient).toList()));
    }
    Part all = parts.get(0);
    finish.add(dnn.copy(all.weightGradient, dnn.view(userOrder, conv.weight().gradient())));
    finish.add(dnn.copy(all.biasGradient, dnn.view(shape.bias(), conv.bias().gradient())));
  }

  private convolution_backward_data.primitive_desc backwardData(
      ConvolutionShape some, memory.desc order) {
    return some.backwardData(dnn, some.source(), order, OneDnn.ownScratch());
  }

  /** Takes the weights as they are now. */
  void begin() {
    packing.run();
    parts.forEach(part -> part.begun = false);
  }

  /**
   * Adds the gradients of the weights and the bias of some images, and writes that of their input,
   * on one of the workers.
   *
   * @param source and the others: those of these images
   */
  void run(int part, Chunk images, Values source, Values resultGradient, Values sourceGradient) {
    parts.get(part).run(part, images, source, resultGradient, sourceGradient);
  }

  /** Writes the gradients of the weights and the bias. */
  void finish() {
    finish.forEach(OneDnn.Call::run);
  }

  /**
   * What a chunk of some number of images needs.
   *
   * @param source where its input is, and the others what it names
   * @param first writes the weights' gradient
   * @param further writes it to where it is added from
   * @param data writes the input's gradient
   */
  private record Images(
      memory source,
      memory resultGradient,
      memory sourceGradient,
      OneDnn.Call first,
      OneDnn.Call further,
      OneDnn.Call data) {}

  /** What a worker needs. */
  private final class Part {

    private final stream queue = new stream(dnn.cpu());
    private final memory weightGradient = dnn.allocate(gradientOrder);
    private final memory biasGradient = dnn.allocate(shape.bias());
    private final memory furtherWeights = dnn.allocate(gradientOrder);
    private final memory furtherBias = dnn.allocate(shape.bias());
    private final List<OneDnn.Call> additions =
        List.of(
            dnn.sum(List.of(weightGradient, furtherWeights)),
            dnn.sum(List.of(biasGradient, furtherBias)));
    private final Map<Integer, Images> images = new HashMap<>();
    private boolean begun;

    Part(List<Chunk> chunks) {
      chunks.forEach(chunk -> images.computeIfAbsent(chunk.count(), this::images));
    }

    private Images images(int count) {
      ConvolutionShape some = shape.of(count);
      memory source = dnn.anywhere(some.source());
      memory result = dnn.anywhere(some.resultGradient());
      memory sourceGradient = dnn.anywhere(some.source());
      return new Images(
          source,
          result,
          sourceGradient,
          backwardWeights(some, source, result, weightGradient, biasGradient),
          backwardWeights(some, source, result, furtherWeights, furtherBias),
          backwardData(some, result, sourceGradient));
    }

    private OneDnn.Call backwardWeights(
        ConvolutionShape some, memory source, memory result, memory ofWeights, memory ofBias) {
      convolution_backward_weights.primitive_desc chosen = some.backwardWeights(dnn, gradientOrder);
      IntMemoryMap arguments = new IntMemoryMap();
      arguments
          .put(DNNL_ARG_SRC, source)
          .put(DNNL_ARG_DIFF_DST, result)
          .put(DNNL_ARG_DIFF_WEIGHTS, ofWeights)
          .put(DNNL_ARG_DIFF_BIAS, ofBias)
          .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(chosen.scratchpad_desc()));
      return dnn.call(
          Phase.CONVOLUTION_BACKWARD_WEIGHTS, new convolution_backward_weights(chosen), arguments);
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

    void run(int part, Chunk chunk, Values source, Values resultGradient, Values sourceGradient) {
      Images some = images.get(chunk.count());
      OneDnn.point(some.source, source);
      OneDnn.point(some.resultGradient, resultGradient);
      OneDnn.point(some.sourceGradient, sourceGradient);
      if (begun) {
        some.further.run(part, queue);
        additions.forEach(addition -> addition.run(part, queue));
      } else {
        some.first.run(part, queue);
      }
      begun = true;
      some.data.run(part, queue);
    }
  }
}
