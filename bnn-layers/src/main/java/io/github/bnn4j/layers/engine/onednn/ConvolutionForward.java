// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.bnn4j.layers.Phase;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Output of a convolution, followed by steps of one value a channel: scale, then bias. */
final class ConvolutionForward {

  /**
   * A step on the output.
   *
   * @param operation multiply or add
   * @param values one float32 a channel
   */
  record ChannelStep(algorithm operation, memory values) {}

  private final OneDnn.Call weights;
  private final OneDnn.Call convolution;

  /**
   * Makes the primitive.
   *
   * @param source input, of the operand type
   * @param userWeights weights in the project's order, float32; whole numbers if operands are int8
   * @param result output, of the result type
   */
  ConvolutionForward(
      OneDnn dnn,
      ConvolutionShape shape,
      memory source,
      memory userWeights,
      List<ChannelStep> steps,
      memory result) {
    post_ops operations = new post_ops();
    long[] perChannel = {1, shape.output().channels(), 1, 1};
    for (ChannelStep step : steps) {
      operations.append_binary(
          step.operation(), new memory.desc(perChannel, data_type.f32, format_tag.acdb));
    }
    primitive_attr attributes = new primitive_attr();
    attributes.set_post_ops(operations);
    boolean doubled = shape.operands() == data_type.s8 && InstructionSet.halvesInt8Weights();
    if (doubled) {
      attributes.set_scales_mask(DNNL_ARG_WEIGHTS, 0);
    }
    convolution_forward.primitive_desc desc = shape.forward(dnn, attributes);
    memory packed = dnn.allocate(desc.weights_desc());
    IntMemoryMap arguments = new IntMemoryMap();
    if (doubled) {
      weights = dnn.scaledCopy(userWeights, packed, 2);
      arguments.put(DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS, dnn.number(0.5f));
    } else {
      weights = dnn.copy(userWeights, packed);
    }
    arguments.put(DNNL_ARG_SRC, source).put(DNNL_ARG_WEIGHTS, packed).put(DNNL_ARG_DST, result);
    for (int i = 0; i < steps.size(); i++) {
      int key = (DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1)) | DNNL_ARG_SRC_1;
      arguments.put(key, steps.get(i).values());
    }
    convolution = dnn.call(Phase.CONVOLUTION_FORWARD, new convolution_forward(desc), arguments);
  }

  void run() {
    weights.run();
    convolution.run();
  }
}
