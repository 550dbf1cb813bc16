// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.GradientReader;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maximum and average pooling in oneDNN; activations go through in the type they come in, gradients
 * in the one that is wanted. Where what made the input reads its gradient ahead of its turn, the
 * way back takes a few images at a time.
 */
final class Pooling implements Operation, GradientReader {

  private final OneDnn dnn;
  private final PoolingShape shape;
  private final INDArray output;
  private final INDArray inputGradient;
  private final Port source;
  private final GradientPort outputGradient;
  private final OneDnn.Call forward;
  private final OneDnn.Call backward;
  private final Optional<ChunkRelay> before;
  private final Optional<ChunkPooling> inChunks;
  private boolean read;

  /**
   * Binds a layer.
   *
   * @param output holds the output
   * @param inputGradient holds the gradient of the input
   * @param before takes the gradient of the input instead, if it can do so
   */
  Pooling(
      OneDnn dnn,
      SharedBuffers buffers,
      PoolingShape shape,
      INDArray output,
      INDArray inputGradient,
      Optional<ChunkRelay> before) {
    this.dnn = dnn;
    this.shape = shape;
    this.output = output;
    this.inputGradient = inputGradient;
    this.before = before;
    source = new Port(dnn.anywhere(shape.source()));
    outputGradient =
        new GradientPort(dnn, buffers, shape.output(), shape.batch(), inputGradient.dataType());
    pooling_forward.primitive_desc forwardDesc = shape.forward(dnn);
    pooling_backward.primitive_desc backwardDesc = shape.backward(dnn);
    IntMemoryMap forwardArguments = new IntMemoryMap();
    forwardArguments
        .put(DNNL_ARG_SRC, source.memory())
        .put(DNNL_ARG_DST, dnn.view(shape.result(), output));
    IntMemoryMap backwardArguments = new IntMemoryMap();
    backwardArguments
        .put(DNNL_ARG_DIFF_DST, outputGradient.memory())
        .put(DNNL_ARG_DIFF_SRC, dnn.view(shape.inputGradient(), inputGradient))
        .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(backwardDesc.scratchpad_desc()));
    Optional<memory> winners =
        shape.layer().kind() == Pool.Kind.MAX
            ? Optional.of(dnn.allocate(forwardDesc.workspace_desc()))
            : Optional.empty();
    winners.ifPresent(
        memory -> {
          forwardArguments.put(DNNL_ARG_WORKSPACE, memory);
          backwardArguments.put(DNNL_ARG_WORKSPACE, memory);
        });
    forward = dnn.call(Phase.MOVEMENT, new pooling_forward(forwardDesc), forwardArguments);
    backward = dnn.call(Phase.MOVEMENT, new pooling_backward(backwardDesc), backwardArguments);
    inChunks = before.map(relay -> new ChunkPooling(dnn, shape, winners, relay.reader().chunks()));
  }

  @Override
  public INDArray forward(INDArray input, boolean training) {
    source.connect(input);
    forward.run();
    return output;
  }

  @Override
  public INDArray backward(INDArray gradient) {
    if (before.isEmpty()) {
      outputGradient.connect(gradient);
      backward.run();
    } else if (!read) {
      Values all = Values.of(outputGradient.ofType(gradient));
      int size = shape.output().size();
      begin();
      dnn.onChunks(chunks(), (part, images) -> read(part, images, images.of(all, size)));
    }
    read = false;
    return inputGradient;
  }

  @Override
  public List<List<Chunk>> chunks() {
    return relay().reader().chunks();
  }

  private ChunkRelay relay() {
    return before.orElseThrow();
  }

  @Override
  public void begin() {
    relay().reader().begin();
    read = true;
  }

  @Override
  public void read(int part, Chunk images, Values gradient) {
    Values some = relay().memory().of(part, images);
    inChunks.orElseThrow().run(part, images, gradient, some);
    relay().reader().read(part, images, some);
  }
}
