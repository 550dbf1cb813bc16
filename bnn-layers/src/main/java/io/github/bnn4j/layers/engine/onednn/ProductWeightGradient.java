// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.ChannelSums;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/**
 * The gradients of a 1 x 1 convolution's weights and bias, as one product of matrices a group,
 * which adds to the sum so far. In bfloat16 on a Zen 5 core that ran at 217 to 241 G
 * multiply-accumulates a second, where oneDNN's convolution ran at 198 to 215 without groups and at
 * 116 to 153 with.
 */
final class ProductWeightGradient implements ChunkWeightGradient {

  /** Fewer channels of a group have not been measured. */
  private static final int LEAST = 64;

  private final OneDnn dnn;
  private final ConvolutionShape shape;
  private final BinConv2d conv;
  private final ChannelSums bias;
  private final List<Part> parts;
  private final List<OneDnn.Call> finish = new ArrayList<>();

  /**
   * Makes the primitives.
   *
   * @param shape one that {@link #fits}
   * @param chunks those of each worker
   */
  ProductWeightGradient(
      OneDnn dnn, BinConv2d conv, ConvolutionShape shape, List<List<Chunk>> chunks) {
    this.dnn = dnn;
    this.shape = shape;
    this.conv = conv;
    this.bias = new ChannelSums(dnn.workers(), dnn.timings(), shape.geometry().outChannels());
    this.parts = dnn.onOneThread(() -> chunks.stream().map(Part::new).toList());
    List<memory> sums = parts.stream().map(part -> part.gradient).toList();
    if (sums.size() > 1) {
      finish.add(dnn.sum(sums));
    }
    finish.add(dnn.copy(sums.get(0), dnn.view(order(), conv.weight().gradient())));
  }

  /** Whether a convolution is such a product, of matrices that are worth it. */
  static boolean fits(ConvGeometry geometry) {
    return isPlain(geometry.window().rows())
        && isPlain(geometry.window().columns())
        && geometry.perGroup() >= LEAST
        && geometry.outChannels() / geometry.groups() >= LEAST;
  }

  private static boolean isPlain(Window.Axis axis) {
    return axis.kernel() == 1 && axis.stride() == 1 && axis.before() == 0 && axis.after() == 0;
  }

  private long groups() {
    return shape.geometry().groups();
  }

  private long in() {
    return shape.geometry().inChannels();
  }

  private long out() {
    return shape.geometry().outChannels();
  }

  /** Of the weights, which is the project's order. */
  private memory.desc order() {
    long rows = out() / groups();
    long columns = in() / groups();
    return new memory.desc(
        new long[] {groups(), rows, columns},
        data_type.f32,
        new long[] {rows * columns, columns, 1});
  }

  @Override
  public void begin() {
    bias.begin();
    parts.forEach(part -> part.begun = false);
  }

  @Override
  public void add(int part, stream queue, Chunk images, Values source, Values resultGradient) {
    parts.get(part).add(part, queue, images, source, resultGradient);
    bias.add(part, resultGradient, images.count() * shape.output().pixels());
  }

  @Override
  public void finish() {
    finish.forEach(OneDnn.Call::run);
    bias.write(conv.bias());
  }

  /**
   * What a chunk of some number of images needs.
   *
   * @param source where its input is
   * @param resultGradient where the gradient of its output is
   * @param first writes the weights' gradient
   * @param further adds it
   */
  private record Images(
      memory source, memory resultGradient, OneDnn.Call first, OneDnn.Call further) {}

  /** What a worker needs. */
  private final class Part {

    private final memory gradient = dnn.allocate(order());
    private final Map<Integer, Images> images;
    private boolean begun;

    Part(List<Chunk> chunks) {
      images = Chunk.byCount(chunks, this::images);
    }

    private Images images(int count) {
      long positions = (long) count * shape.output().pixels();
      memory source =
          dnn.anywhere(
              new memory.desc(
                  new long[] {groups(), positions, in() / groups()},
                  shape.operands(),
                  new long[] {in() / groups(), in(), 1}));
      memory result =
          dnn.anywhere(
              new memory.desc(
                  new long[] {groups(), out() / groups(), positions},
                  shape.operands(),
                  new long[] {out() / groups(), 1, out()}));
      primitive_attr adding = OneDnn.ownScratch();
      post_ops sum = new post_ops();
      sum.append_sum();
      adding.set_post_ops(sum);
      return new Images(
          source,
          result,
          product(source, result, OneDnn.ownScratch()),
          product(source, result, adding));
    }

    private OneDnn.Call product(memory source, memory result, primitive_attr attributes) {
      matmul.primitive_desc chosen =
          new matmul.primitive_desc(
              dnn.cpu(), result.get_desc(), source.get_desc(), order(), attributes, false);
      IntMemoryMap arguments = new IntMemoryMap();
      arguments
          .put(DNNL_ARG_SRC, result)
          .put(DNNL_ARG_WEIGHTS, source)
          .put(DNNL_ARG_DST, gradient)
          .put(DNNL_ARG_SCRATCHPAD, dnn.allocate(chosen.scratchpad_desc()));
      return dnn.call(Phase.CONVOLUTION_BACKWARD_WEIGHTS, new matmul(chosen), arguments);
    }

    void add(int part, stream queue, Chunk chunk, Values source, Values resultGradient) {
      Images some = images.get(chunk.count());
      OneDnn.point(some.source, source);
      OneDnn.point(some.resultGradient, resultGradient);
      (begun ? some.further : some.first).run(part, queue);
      begun = true;
    }
  }
}
