// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.Timings;
import io.github.bnn4j.layers.engine.pass.Values;
import io.github.bnn4j.layers.engine.pass.Workers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.dnnl_memory_desc_handle;
import org.bytedeco.dnnl.dnnl_memory_handle;
import org.bytedeco.dnnl.dnnl_post_ops_handle;
import org.bytedeco.dnnl.dnnl_primitive_attr_handle;
import org.bytedeco.dnnl.dnnl_primitive_desc_handle;
import org.bytedeco.dnnl.dnnl_primitive_handle;
import org.bytedeco.dnnl.dnnl_stream_handle;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.dnnl.sum;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The oneDNN library, and how this project's arrays look to it. Not thread-safe. */
final class OneDnn {

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final Timings timings;
  private final Workers workers;

  OneDnn(Timings timings, Workers workers) {
    this.timings = timings;
    this.workers = workers;
  }

  Workers workers() {
    return workers;
  }

  Timings timings() {
    return timings;
  }

  engine cpu() {
    return cpu;
  }

  /** Activations, {@code [N, H, W, C]} in memory. */
  static memory.desc activations(FeatureShape shape, int batch, data_type type) {
    long[] sizes = {batch, shape.channels(), shape.height(), shape.width()};
    return new memory.desc(sizes, type, format_tag.acdb);
  }

  /** Weights, float32, {@code [outChannels, kernel, kernel, inChannels / groups]} in memory. */
  static memory.desc userWeights(ConvGeometry g) {
    return weights(g, data_type.f32, g.groups() == 1 ? format_tag.acdb : format_tag.abdec);
  }

  /** Weights in whichever order a primitive likes best. */
  static memory.desc anyWeights(ConvGeometry g, data_type type) {
    return weights(g, type, format_tag.any);
  }

  private static memory.desc weights(ConvGeometry g, data_type type, format_tag tag) {
    long in = g.inChannels() / g.groups();
    long out = g.outChannels() / g.groups();
    long rows = g.window().rows().kernel();
    long columns = g.window().columns().kernel();
    long[] sizes =
        g.groups() == 1
            ? new long[] {out, in, rows, columns}
            : new long[] {g.groups(), out, in, rows, columns};
    return new memory.desc(sizes, type, tag);
  }

  /**
   * The same weights as the way back reads them, {@code [inChannels, outChannels, ...]} to oneDNN.
   */
  static memory.desc turnedWeights(ConvGeometry g) {
    return turned(g, data_type.f32, g.groups() == 1 ? format_tag.bcda : format_tag.acdeb);
  }

  /** These in whichever order a primitive likes best. */
  static memory.desc anyTurnedWeights(ConvGeometry g, data_type type) {
    return turned(g, type, format_tag.any);
  }

  private static memory.desc turned(ConvGeometry g, data_type type, format_tag tag) {
    return weights(
        new ConvGeometry(g.outChannels(), g.inChannels(), g.window(), g.groups()), type, tag);
  }

  static memory.desc vector(long size) {
    return new memory.desc(new long[] {size}, data_type.f32, format_tag.a);
  }

  /** Takes in what is made of oneDNN's on this thread, and frees it when closed. */
  @SuppressWarnings("unchecked") // its constructor takes an array of generic classes
  static PointerScope scope() {
    return new PointerScope(
        dnnl_memory_handle.class,
        dnnl_memory_desc_handle.class,
        dnnl_post_ops_handle.class,
        dnnl_primitive_attr_handle.class,
        dnnl_primitive_handle.class,
        dnnl_primitive_desc_handle.class,
        dnnl_stream_handle.class,
        memory_desc_vector.class,
        IntMemoryMap.class);
  }

  /**
   * New memory of zeros: the bfloat16 convolutions multiply parts of their scratch memory that they
   * have not written by 0, and what lay there before may be no number.
   */
  memory allocate(memory.desc desc) {
    memory zeros = new memory(desc, cpu);
    if (desc.get_size() > 0) {
      Pointer.memset(zeros.get_data_handle(), 0, desc.get_size());
    }
    return zeros;
  }

  /** The bytes of memory that oneDNN allocated; whoever uses them keeps it alive. */
  static ByteBuffer bytes(memory memory) {
    return new BytePointer(memory.get_data_handle())
        .capacity(memory.get_desc().get_size())
        .asBuffer();
  }

  /** Memory that is pointed at an array before it is used. */
  memory anywhere(memory.desc desc) {
    return new memory(desc, cpu, new Pointer());
  }

  /** Points memory at values, which the caller keeps alive. */
  static void point(memory memory, Values values) {
    memory.set_data_handle(new BytePointer(values.bytes()));
  }

  /** A view of an array's own memory. */
  memory view(memory.desc desc, INDArray array) {
    return new memory(desc, cpu, array.data().addressPointer());
  }

  /** What oneDNN calls float32 or bfloat16. */
  static data_type type(DataType type) {
    return type == DataType.BFLOAT16 ? data_type.bf16 : data_type.f32;
  }

  /** A view of float32 or bfloat16 activations, or of their gradients. */
  memory activations(FeatureShape shape, int batch, INDArray array) {
    data_type type = type(array.dataType());
    return view(activations(shape, batch, type), array);
  }

  /** A primitive that is made once and run at each step, with all of its arguments. */
  Call call(Phase phase, primitive primitive, IntMemoryMap arguments) {
    return new Call(this, phase, primitive, arguments, size(arguments));
  }

  /** The bytes of the arrays that a primitive reads and writes; its scratch memory is none. */
  static long size(IntMemoryMap arguments) {
    long size = 0;
    IntMemoryMap.Iterator end = arguments.end();
    for (IntMemoryMap.Iterator at = arguments.begin(); !at.equals(end); at = at.increment()) {
      size += at.first() == DNNL_ARG_SCRATCHPAD ? 0 : at.second().get_desc().get_size();
    }
    return size;
  }

  /** A primitive ready to run. */
  record Call(OneDnn dnn, Phase phase, primitive primitive, IntMemoryMap arguments, long bytes) {
    void run() {
      dnn.timings.time(
          phase,
          bytes,
          () -> {
            OpenMp.use(dnn.workers.count());
            primitive.execute(dnn.queue, arguments);
            dnn.queue._wait();
          });
    }

    /** The same on one of the workers, if it was made to run on one thread. */
    void run(int part, stream queue) {
      dnn.timings.time(
          part,
          phase,
          bytes,
          () -> {
            primitive.execute(queue, arguments);
            queue._wait();
          });
    }
  }

  /**
   * For primitives that get their scratch memory as an argument: the library's own is that of the
   * thread which makes the primitive.
   */
  static primitive_attr ownScratch() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    return attributes;
  }

  /** Makes primitives that run on the calling thread alone. */
  <T> T onOneThread(Supplier<T> making) {
    OpenMp.use(1);
    try {
      return making.get();
    } finally {
      OpenMp.use(workers.count());
    }
  }

  /** Runs single-threaded primitives side by side, the first on the calling thread. */
  void onWorkers(int parts, IntConsumer part) {
    try {
      workers.run(
          parts,
          (index, from, to) -> {
            OpenMp.use(1);
            for (int i = from; i < to; i++) {
              part.accept(i);
            }
          });
    } finally {
      OpenMp.use(workers.count());
    }
  }

  /** What is done with some images, on one of the workers. */
  @FunctionalInterface
  interface ChunkWork {
    void accept(int part, Chunk images);
  }

  /** The same for the images of each of them, a chunk at a time. */
  void onChunks(List<List<Chunk>> chunks, ChunkWork work) {
    onWorkers(chunks.size(), part -> chunks.get(part).forEach(images -> work.accept(part, images)));
  }

  /** Adds up in the first of memories of one order and type, made once and run at each step. */
  Call sum(List<memory> addends) {
    memory first = addends.get(0);
    memory_desc_vector types = new memory_desc_vector(addends.size());
    float[] ones = new float[addends.size()];
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_DST, first);
    for (int i = 0; i < ones.length; i++) {
      types.put(i, first.get_desc());
      ones[i] = 1;
      arguments.put(DNNL_ARG_MULTIPLE_SRC + i, addends.get(i));
    }
    primitive sum = new sum(new sum.primitive_desc(cpu, first.get_desc(), ones, types));
    return call(Phase.CONVOLUTION_BACKWARD_WEIGHTS, sum, arguments);
  }

  /** A copy into another order or type, made once and run at each step. */
  Call copy(memory from, memory to) {
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_FROM, from).put(DNNL_ARG_TO, to);
    return call(Phase.MOVEMENT, new reorder(from, to), arguments);
  }

  /** A copy that multiplies by a factor on the way. */
  Call scaledCopy(memory from, memory to, float factor) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scales_mask(DNNL_ARG_FROM, 0);
    IntMemoryMap arguments = new IntMemoryMap();
    arguments
        .put(DNNL_ARG_FROM, from)
        .put(DNNL_ARG_TO, to)
        .put(DNNL_ARG_ATTR_SCALES | DNNL_ARG_FROM, number(factor));
    return call(Phase.MOVEMENT, new reorder(from, to, attributes), arguments);
  }

  /** Memory of one number. */
  memory number(float value) {
    memory number = allocate(vector(1));
    bytes(number).order(ByteOrder.nativeOrder()).putFloat(value);
    return number;
  }
}
