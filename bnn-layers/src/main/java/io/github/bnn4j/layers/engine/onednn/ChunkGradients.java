// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.stream;

/** Both gradients of a convolution, a few images at a time, each worker on its own. */
final class ChunkGradients {

  private final ChunkWeightGradient ofWeights;
  private final ChunkInputGradient ofInput;
  private final List<stream> queues;

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
    ConvolutionShape shape =
        new ConvolutionShape(
            conv.geometry(), input, conv.outputShape(input), batch, operands, data_type.f32);
    ofWeights =
        ProductWeightGradient.fits(conv.geometry())
            ? new ProductWeightGradient(dnn, conv, shape, chunks)
            : new ConvolvedWeightGradient(dnn, conv, shape, chunks);
    ofInput =
        dnn.onOneThread(
            () ->
                RoundedInputGradient.fits(shape, weights)
                    ? new RoundedInputGradient(dnn, shape, weights, chunks.size())
                    : new ConvolvedInputGradient(dnn, shape, weights, chunks));
    queues = chunks.stream().map(worker -> new stream(dnn.cpu())).toList();
  }

  /** Takes the weights as they are now. */
  void begin() {
    ofWeights.begin();
    ofInput.begin();
  }

  /**
   * Adds the gradients of the weights and the bias of some images, and writes that of their input,
   * on one of the workers.
   *
   * @param source and the others: those of these images
   */
  void run(int part, Chunk images, Values source, Values resultGradient, Values sourceGradient) {
    stream queue = queues.get(part);
    ofWeights.add(part, queue, images, source, resultGradient);
    ofInput.run(part, queue, images, resultGradient, sourceGradient);
  }

  /** Writes the gradients of the weights and the bias. */
  void finish() {
    ofWeights.finish();
  }
}
