// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import io.github.bnn4j.layers.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Gradients of a convolution's weights and bias. Each thread sums over images of its own, and the
 * sums are added up afterwards. oneDNN would do so inside, but its threads wait for each other by
 * spinning: where others use the cores too, a gradient took up to 30 times as long.
 */
final class ConvolutionBackwardWeights {

  private final OneDnn dnn;
  private final memory source;
  private final memory resultGradient;
  private Pointer connectedSources = new Pointer();
  private Pointer connectedGradients = new Pointer();
  private final List<Part> parts;
  private final long bytes;
  private final List<OneDnn.Call> finish;

  /**
   * Makes the primitives.
   *
   * @param source input, of the operand type
   * @param resultGradient gradient of the output, of the operand type
   * @param weightGradient result in the project's order, float32
   * @param biasGradient result, float32
   */
  ConvolutionBackwardWeights(
      OneDnn dnn,
      ConvolutionShape shape,
      memory source,
      memory resultGradient,
      memory weightGradient,
      memory biasGradient) {
    this.dnn = dnn;
    this.source = source;
    this.resultGradient = resultGradient;
    int count = Math.min(dnn.workers().count(), shape.batch());
    parts = dnn.onOneThread(() -> parts(dnn, shape, count, biasGradient));
    bytes = parts.stream().mapToLong(part -> OneDnn.size(part.arguments)).sum();
    finish = new ArrayList<>();
    if (count > 1) {
      finish.add(sum(part -> part.weightGradient));
      finish.add(sum(part -> part.biasGradient));
    }
    finish.add(dnn.copy(parts.get(0).weightGradient, weightGradient));
  }

  private static List<Part> parts(
      OneDnn dnn, ConvolutionShape shape, int count, memory biasGradient) {
    List<Part> parts = new ArrayList<>();
    memory.desc weights = OneDnn.anyWeights(shape.geometry(), data_type.f32);
    int first = 0;
    for (int i = 0; i < count; i++) {
      int last = (int) ((long) shape.batch() * (i + 1) / count);
      memory bias = i == 0 ? biasGradient : dnn.allocate(shape.bias());
      parts.add(new Part(dnn, shape.of(last - first), first, weights, bias));
      weights = parts.get(0).weightGradient.get_desc();
      first = last;
    }
    return parts;
  }

  /** Adds up in the first part's memory. */
  private OneDnn.Call sum(Function<Part, memory> addend) {
    return dnn.sum(parts.stream().map(addend).toList());
  }

  void run() {
    dnn.timings()
        .time(
            Phase.CONVOLUTION_BACKWARD_WEIGHTS,
            bytes,
            () -> {
              connect();
              dnn.onWorkers(parts.size(), i -> parts.get(i).run());
            });
    finish.forEach(OneDnn.Call::run);
  }

  /** Points the parts at the images, which mostly lie where they lay at the step before. */
  private void connect() {
    Pointer sources = source.get_data_handle();
    Pointer resultGradients = resultGradient.get_data_handle();
    if (!sources.equals(connectedSources) || !resultGradients.equals(connectedGradients)) {
      parts.forEach(part -> part.connect(sources, resultGradients));
      connectedSources = sources;
      connectedGradients = resultGradients;
    }
  }

  /** The sums over some of the images, by one thread. */
  private static final class Part {

    private final stream queue;
    private final convolution_backward_weights primitive;
    private final memory source;
    private final long sourceOffset;
    private final memory resultGradient;
    private final long resultOffset;
    private final memory weightGradient;
    private final memory biasGradient;
    private final IntMemoryMap arguments = new IntMemoryMap();

    Part(
        OneDnn dnn,
        ConvolutionShape shape,
        int firstImage,
        memory.desc weights,
        memory biasGradient) {
      queue = new stream(dnn.cpu());
      convolution_backward_weights.primitive_desc chosen = shape.backwardWeights(dnn, weights);
      primitive = new convolution_backward_weights(chosen);
      source = dnn.anywhere(shape.source());
      sourceOffset = firstImage * (shape.source().get_size() / shape.batch());
      resultGradient = dnn.anywhere(shape.resultGradient());
      resultOffset = firstImage * (shape.resultGradient().get_size() / shape.batch());
      weightGradient = dnn.allocate(chosen.diff_weights_desc());
      this.biasGradient = biasGradient;
      arguments
          .put(DNNL_ARG_SRC, source)
          .put(DNNL_ARG_DIFF_DST, resultGradient)
          .put(DNNL_ARG_DIFF_WEIGHTS, weightGradient)
          .put(DNNL_ARG_DIFF_BIAS, biasGradient)
          .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(chosen.scratchpad_desc()));
    }

    void connect(Pointer allSources, Pointer allResultGradients) {
      point(source, allSources, sourceOffset);
      point(resultGradient, allResultGradients, resultOffset);
    }

    private static void point(memory part, Pointer all, long offset) {
      part.set_data_handle(new BytePointer(all).getPointer(offset));
    }

    void run() {
      primitive.execute(queue, arguments);
      queue._wait();
    }
  }
}
