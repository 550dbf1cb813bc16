// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The batch normalisation of oneDNN, forward and backward in training, float32 and NHWC. The sign,
 * its estimator and a ReLU in front would come on top.
 */
final class OneDnnNormalization {

  private static final float EPSILON = 1e-5f;

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final primitive forward;
  private final primitive backward;
  private final IntMemoryMap forwardArguments = new IntMemoryMap();
  private final IntMemoryMap backwardArguments = new IntMemoryMap();

  OneDnnNormalization(FeatureShape shape, int batch) {
    long[] sizes = {batch, shape.channels(), shape.height(), shape.width()};
    memory.desc data = new memory.desc(sizes, data_type.f32, format_tag.acdb);
    int flags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
    batch_normalization_forward.primitive_desc forwardDesc =
        new batch_normalization_forward.primitive_desc(
            cpu, prop_kind.forward_training.value, data, data, EPSILON, flags);
    batch_normalization_backward.primitive_desc backwardDesc =
        new batch_normalization_backward.primitive_desc(
            cpu, prop_kind.backward.value, data, data, data, EPSILON, flags, forwardDesc);
    forward = new batch_normalization_forward(forwardDesc);
    backward = new batch_normalization_backward(backwardDesc);
    memory source = filled(data);
    memory mean = filled(forwardDesc.mean_desc());
    memory variance = filled(forwardDesc.variance_desc());
    memory.desc channels =
        new memory.desc(new long[] {shape.channels()}, data_type.f32, format_tag.a);
    memory scale = filled(channels);
    memory shift = filled(channels);
    forwardArguments
        .put(DNNL_ARG_SRC, source)
        .put(DNNL_ARG_MEAN, mean)
        .put(DNNL_ARG_VARIANCE, variance)
        .put(DNNL_ARG_SCALE, scale)
        .put(DNNL_ARG_SHIFT, shift)
        .put(DNNL_ARG_DST, filled(data));
    backwardArguments
        .put(DNNL_ARG_SRC, source)
        .put(DNNL_ARG_MEAN, mean)
        .put(DNNL_ARG_VARIANCE, variance)
        .put(DNNL_ARG_SCALE, scale)
        .put(DNNL_ARG_SHIFT, shift)
        .put(DNNL_ARG_DIFF_DST, filled(data))
        .put(DNNL_ARG_DIFF_SRC, filled(data))
        .put(DNNL_ARG_DIFF_SCALE, filled(channels))
        .put(DNNL_ARG_DIFF_SHIFT, filled(channels));
  }

  /** Memory that has been written to: untouched pages would all be one page in the cache. */
  private memory filled(memory.desc desc) {
    memory memory = new memory(desc, cpu);
    Random random = new Random(1);
    float[] values = new float[Math.toIntExact(desc.get_size() / Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    new FloatPointer(memory.get_data_handle()).capacity(values.length).put(values);
    return memory;
  }

  /** One pass each way. */
  void run() {
    forward.execute(queue, forwardArguments);
    backward.execute(queue, backwardArguments);
    queue._wait();
  }
}
