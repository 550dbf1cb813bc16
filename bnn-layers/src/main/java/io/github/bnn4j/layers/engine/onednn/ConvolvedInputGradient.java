// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** The product of gradients and weights in the type that both have. */
final class ConvolvedInputGradient implements ChunkInputGradient {

  private final OneDnn dnn;
  private final ConvolutionShape shape;
  private final memory packed;
  private final OneDnn.Call packing;
  private final List<Map<Integer, Product>> products;

  /**
   * Makes the primitives.
   *
   * @param chunks those of each worker
   */
  ConvolvedInputGradient(
      OneDnn dnn, ConvolutionShape shape, BinaryWeights weights, List<List<Chunk>> chunks) {
    this.dnn = dnn;
    this.shape = shape;
    ConvolutionShape some = shape.of(chunks.get(0).get(0).count());
    packed = dnn.allocate(backwardData(some, shape.weights()).weights_desc());
    packing = dnn.copy(dnn.view(OneDnn.userWeights(shape.geometry()), weights.scaled()), packed);
    products = chunks.stream().map(ofWorker -> Chunk.byCount(ofWorker, this::product)).toList();
  }

  private convolution_backward_data.primitive_desc backwardData(
      ConvolutionShape some, memory.desc order) {
    return some.backwardData(dnn, some.source(), order, OneDnn.ownScratch());
  }

  /**
   * That of some number of images.
   *
   * @param resultGradient where the gradient of the output is
   * @param sourceGradient where that of the input is to be
   */
  private record Product(memory resultGradient, memory sourceGradient, OneDnn.Call call) {}

  private Product product(int images) {
    ConvolutionShape some = shape.of(images);
    memory resultGradient = dnn.anywhere(some.resultGradient());
    memory sourceGradient = dnn.anywhere(some.source());
    convolution_backward_data.primitive_desc chosen = backwardData(some, packed.get_desc());
    IntMemoryMap arguments = new IntMemoryMap();
    arguments
        .put(DNNL_ARG_DIFF_DST, resultGradient)
        .put(DNNL_ARG_WEIGHTS, packed)
        .put(DNNL_ARG_DIFF_SRC, sourceGradient)
        .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(chosen.scratchpad_desc()));
    return new Product(
        resultGradient,
        sourceGradient,
        dnn.call(
            Phase.CONVOLUTION_BACKWARD_DATA, new convolution_backward_data(chosen), arguments));
  }

  @Override
  public void begin() {
    packing.run();
  }

  @Override
  public void run(
      int part, stream queue, Chunk images, Values resultGradient, Values sourceGradient) {
    Product product = products.get(part).get(images.count());
    OneDnn.point(product.resultGradient, resultGradient);
    OneDnn.point(product.sourceGradient, sourceGradient);
    product.call.run(part, queue);
  }
}
