// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.stream;

/** The gradients of any convolution's weights and bias, by oneDNN's convolution. */
final class ConvolvedWeightGradient implements ChunkWeightGradient {

  private final OneDnn dnn;
  private final ConvolutionShape shape;
  private final memory.desc order;
  private final List<Part> parts;
  private final List<OneDnn.Call> finish = new ArrayList<>();

  /**
   * Makes the primitives.
   *
   * @param chunks those of each worker
   */
  ConvolvedWeightGradient(
      OneDnn dnn, BinConv2d conv, ConvolutionShape shape, List<List<Chunk>> chunks) {
    this.dnn = dnn;
    this.shape = shape;
    ConvolutionShape some = shape.of(chunks.get(0).get(0).count());
    memory.desc any = OneDnn.anyWeights(shape.geometry(), data_type.f32);
    order = some.backwardWeights(dnn, any).diff_weights_desc();
    parts = dnn.onOneThread(() -> chunks.stream().map(Part::new).toList());
    if (parts.size() > 1) {
      finish.add(dnn.sum(parts.stream().map(part -> part.weightGradient).toList()));
      finish.add(dnn.sum(parts.stream().map(part -> part.biasGradient).toList()));
    }
    Part all = parts.get(0);
    memory.desc userOrder = OneDnn.userWeights(shape.geometry());
    finish.add(dnn.copy(all.weightGradient, dnn.view(userOrder, conv.weight().gradient())));
    finish.add(dnn.copy(all.biasGradient, dnn.view(shape.bias(), conv.bias().gradient())));
  }

  @Override
  public void begin() {
    parts.forEach(part -> part.begun = false);
  }

  @Override
  public void add(int part, stream queue, Chunk images, Values source, Values resultGradient) {
    parts.get(part).add(part, queue, images, source, resultGradient);
  }

  @Override
  public void finish() {
    finish.forEach(OneDnn.Call::run);
  }

  /**
   * What a chunk of some number of images needs.
   *
   * @param source where its input is
   * @param resultGradient where the gradient of its output is
   * @param first writes the weights' gradient
   * @param further writes it to where it is added from
   */
  private record Images(
      memory source, memory resultGradient, OneDnn.Call first, OneDnn.Call further) {}

  /** What a worker needs. */
  private final class Part {

    private final memory weightGradient = dnn.allocate(order);
    private final memory biasGradient = dnn.allocate(shape.bias());
    private final memory furtherWeights = dnn.allocate(order);
    private final memory furtherBias = dnn.allocate(shape.bias());
    private final List<OneDnn.Call> additions =
        List.of(
            dnn.sum(List.of(weightGradient, furtherWeights)),
            dnn.sum(List.of(biasGradient, furtherBias)));
    private final Map<Integer, Images> images;
    private boolean begun;

    Part(List<Chunk> chunks) {
      images = Chunk.byCount(chunks, this::images);
    }

    private Images images(int count) {
      ConvolutionShape some = shape.of(count);
      memory source = dnn.anywhere(some.source());
      memory result = dnn.anywhere(some.resultGradient());
      return new Images(
          source,
          result,
          call(some, source, result, weightGradient, biasGradient),
          call(some, source, result, furtherWeights, furtherBias));
    }

    private OneDnn.Call call(
        ConvolutionShape some, memory source, memory result, memory ofWeights, memory ofBias) {
      convolution_backward_weights.primitive_desc chosen = some.backwardWeights(dnn, order);
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

    void add(int part, stream queue, Chunk chunk, Values source, Values resultGradient) {
      Images some = images.get(chunk.count());
      OneDnn.point(some.source, source);
      OneDnn.point(some.resultGradient, resultGradient);
      if (begun) {
        some.further.run(part, queue);
        additions.forEach(addition -> addition.run(part, queue));
      } else {
        some.first.run(part, queue);
      }
      begun = true;
    }
  }
}
