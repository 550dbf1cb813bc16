// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.speedup;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The float convolution of oneDNN at its best: arrays in the order it likes, weights reordered
 * beforehand, only the convolution timed.
 */
final class OneDnnConvolution implements Contestant {
  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final memory output;
  private final memory.desc plainOutput;
  private final convolution_forward primitive;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final FloatPointer result;

  OneDnnConvolution(Convolution convolution) {
    long side = Convolution.SIDE;
    long channels = convolution.channels();
    long filters = convolution.filters();
    long kernel = convolution.kernel();
    long[] inputSizes = {1, channels, side, side};
    long[] weightSizes = {filters, channels, kernel, kernel};
    long[] outputSizes = {1, filters, side, side};
    long[] ones = {1, 1};
    long[] padding = {kernel / 2, kernel / 2};
    convolution_forward.primitive_desc desc =
        new convolution_forward.primitive_desc(
            cpu,
            prop_kind.forward_inference,
            algorithm.convolution_auto,
            desc(inputSizes, format_tag.any),
            desc(weightSizes, format_tag.any),
            desc(outputSizes, format_tag.any),
            ones,
            padding,
            padding);
    memory input = new memory(desc.src_desc(), cpu);
    memory weights = new memory(desc.weights_desc(), cpu);
    output = new memory(desc.dst_desc(), cpu);
    plainOutput = desc(outputSizes, format_tag.acdb);
    result = new FloatPointer(side * side * filters);
    load(inputSizes, convolution.input(), input);
    load(weightSizes, convolution.weights(), weights);
    primitive = new convolution_forward(desc);
    arguments.put(DNNL_ARG_SRC, input).put(DNNL_ARG_WEIGHTS, weights).put(DNNL_ARG_DST, output);
  }

  @Override
  public double milliseconds() {
    long start = System.nanoTime();
    primitive.execute(queue, arguments);
    queue._wait();
    return (System.nanoTime() - start) / 1e6;
  }

  /** The outputs, {@code [H, W, filters]}. */
  float[] output() {
    copy(output, new memory(plainOutput, cpu, result));
    float[] values = new float[(int) result.capacity()];
    result.get(values);
    return values;
  }

  @Override
  public void close() {
    queue.close();
    cpu.close();
  }

  private void load(long[] sizes, float[] values, memory to) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      copy(new memory(desc(sizes, format_tag.acdb), cpu, pointer), to);
    }
  }

  private static memory.desc desc(long[] sizes, format_tag order) {
    return new memory.desc(sizes, data_type.f32, order);
  }

  private void copy(memory from, memory to) {
    IntMemoryMap both = new IntMemoryMap();
    both.put(DNNL_ARG_FROM, from).put(DNNL_ARG_TO, to);
    new reorder(from, to).execute(queue, both);
    queue._wait();
  }
}
