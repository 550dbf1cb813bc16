// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.Sequential;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.Gate;
import io.github.bnn4j.layers.engine.pass.Normalization;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.Timings;
import io.github.bnn4j.layers.engine.pass.Values;
import io.github.bnn4j.layers.engine.pass.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Turns a network into operations: convolutions and pools in oneDNN, everything between two
 * convolutions in fused passes. A layer it does not know runs as its own reference operation. What
 * it makes belongs to one thread.
 */
public final class OneDnnCompiler {

  private final Timings timings = new Timings();
  private final OneDnn dnn = new OneDnn(timings);
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final Workers workers = new Workers(threads);
  private final data_type operands;

  /**
   * Makes a compiler.
   *
   * @param bfloat16 whether float convolutions multiply bfloat16, those of binary networks on the
   *     way back only
   */
  public OneDnnCompiler(boolean bfloat16) {
    this.operands = bfloat16 ? data_type.bf16 : data_type.f32;
  }

  /** Whether the CPU itself multiplies bfloat16. */
  public static boolean hasBfloat16() {
    return OneDnn.hasBfloat16();
  }

  /** What keeps oneDNN from being loaded, if anything does. */
  public static Optional<String> obstacle() {
    return Availability.OBSTACLE;
  }

  /** Tries once, when first asked. */
  private static final class Availability {
    private static final Optional<String> OBSTACLE = tryLoading();

    private static Optional<String> tryLoading() {
      try {
        dnnl.dnnl_get_effective_cpu_isa();
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of("it cannot be loaded (" + e.getMessage() + ")");
      }
    }
  }

  /** Precision, passes and threads, in a line. */
  public String description() {
    return "oneDNN "
        + (operands == data_type.bf16 ? "bf16" : "f32")
        + ", "
        + ChannelPasses.description()
        + ", "
        + threads
        + " threads";
  }

  /** Where the time of all operations went, in seconds by phase. */
  public Map<Phase, Double> timings() {
    return timings.seconds();
  }

  /** The operations of a network, in order, for batches of a size. */
  public List<Operation> compile(Sequential network, int batch) {
    return new Binding(network, batch).operations();
  }

  /** Walks along the layers and takes the longest run it can fuse. */
  private final class Binding {
    private final List<Layer> layers;
    private final int batch;
    private final List<Operation> operations = new ArrayList<>();
    private final SharedBuffers buffers;
    private final boolean rounded;
    private FeatureShape shape;
    private DataType type = DataType.FLOAT;
    private DataType gradientType = DataType.FLOAT;
    private int next;

    Binding(Sequential network, int batch) {
      this.layers = new ArrayList<>(network.layers().values());
      rectifyAfterMaxPools();
      this.batch = batch;
      this.rounded = operands == data_type.bf16 && isRoundable();
      this.shape = network.input();
      int largest =
          network.inputShapes().stream()
              .mapToInt(FeatureShape::size)
              .reduce(network.output().size(), Math::max);
      this.buffers = new SharedBuffers(largest, batch);
    }

    /** Whether its layers are float ones, and a convolution among them ends in float32. */
    private boolean isRoundable() {
      return layers.stream().anyMatch(Conv2d.class::isInstance)
          && layers.stream()
              .allMatch(
                  layer ->
                      layer instanceof Conv2d
                          || layer instanceof BatchNorm
                          || layer instanceof ReLU
                          || layer instanceof Pool
                          || layer instanceof ChannelShuffle);
    }

    List<Operation> operations() {
      if (rounded) {
        type = DataType.BFLOAT16;
        gradientType = type;
        operations.add(new Rounding(dnn, shape, batch));
      }
      while (next < layers.size()) {
        int first = next;
        Operation operation = operation();
        operations.add(operation);
        gradientType = gradientTypeOf(operation);
        type = typeOf(operation);
        for (Layer layer : layers.subList(first, next)) {
          shape = layer.outputShape(shape);
        }
      }
      return operations;
    }

    /**
     * Exchanges each ReLU with a max pool behind it, which gives the same, bit by bit: the ReLU
     * then has less to do and is mostly fused with what follows. One behind a normalisation is
     * fused already.
     */
    private void rectifyAfterMaxPools() {
      for (int i = 1; i + 1 < layers.size(); i++) {
        if (layers.get(i) instanceof ReLU
            && !(layers.get(i - 1) instanceof BatchNorm)
            && layers.get(i + 1) instanceof Pool pool
            && pool.kind() == Pool.Kind.MAX) {
          Collections.swap(layers, i, i + 1);
        }
      }
    }

    private Operation operation() {
      int start = next;
      boolean rectified = skip(ReLU.class);
      int groups = 1;
      if (at(next) instanceof ChannelShuffle shuffle) {
        groups = shuffle.groups();
        next++;
      }
      if (at(next) instanceof BatchNorm norm
          && at(next + 1) instanceof BinActiv activation
          && at(next + 2) instanceof BinConv2d conv
          && isFused(activation.estimator())
          && conv.scaling() instanceof Scaling.Alpha) {
        next += 3;
        return new FusedBlock(
            dnn,
            buffers,
            passes(shape),
            new BinaryWeights(conv, workers, timings),
            new FusedBlock.Fusion(rectified, groups, norm, gate(activation.estimator()), conv),
            shape,
            batch,
            operands,
            gradientType);
      }
      next = start;
      return single();
    }

    private Operation single() {
      Layer layer = at(next++);
      if (layer instanceof Conv2d conv) {
        return new FloatConvolution(
            dnn,
            buffers,
            conv,
            shape,
            batch,
            operands,
            new FloatConvolution.Types(
                type, computedType(), next == 1 ? Optional.empty() : Optional.of(gradientType)));
      }
      if (layer instanceof BinConv2d conv) {
        return conv.bind(
            shape,
            twin ->
                new FloatConvolution(
                    dnn, buffers, twin, shape, batch, operands, FloatConvolution.Types.FLOAT));
      }
      if (layer instanceof BatchNorm norm) {
        ChannelPasses passes = passes(shape);
        boolean relu = skip(ReLU.class);
        return new Normalization(
            passes, buffers, norm, relu, shape, batch, computedType(), gradientType);
      }
      if (layer instanceof ReLU) {
        return new Rectifier(dnn, buffers, shape, batch, type);
      }
      if (layer instanceof Pool pool) {
        return new Pooling(dnn, buffers, pool, shape, batch, type, gradientType);
      }
      if (layer instanceof ChannelShuffle shuffle) {
        return new Shuffling(dnn, buffers, shuffle, shape, batch, type, gradientType);
      }
      return layer.bind(shape);
    }

    /** What an operation gives that computes something new: the logits are not to be rounded. */
    private DataType computedType() {
      boolean followed = layers.stream().skip(next).anyMatch(Conv2d.class::isInstance);
      return Values.type(rounded && followed);
    }

    /** The type of what an operation gives; what computes nothing new hands on what it gets. */
    private DataType typeOf(Operation operation) {
      return operation instanceof FloatConvolution || operation instanceof Normalization
          ? computedType()
          : type;
    }

    /** The type of gradient that an operation takes; pools and shuffles hand on what they get. */
    private DataType gradientTypeOf(Operation operation) {
      if (operation instanceof Pooling || operation instanceof Shuffling) {
        return gradientType;
      }
      boolean multiplies =
          operation instanceof FusedBlock
              || operation instanceof FloatConvolution
              || operation instanceof Normalization;
      return multiplies ? Values.type(operands == data_type.bf16) : type;
    }

    private Layer at(int index) {
      return index < layers.size() ? layers.get(index) : End.INSTANCE;
    }

    private boolean skip(Class<? extends Layer> kind) {
      boolean there = kind.isInstance(at(next));
      next += there ? 1 : 0;
      return there;
    }

    private ChannelPasses passes(FeatureShape input) {
      return new ChannelPasses(workers, timings, batch * input.pixels(), input.channels());
    }
  }

  private static boolean isFused(StraightThroughEstimator estimator) {
    return estimator instanceof StraightThroughEstimator.ClippedIdentity
        || estimator instanceof StraightThroughEstimator.ApproxSign;
  }

  private static Gate gate(StraightThroughEstimator estimator) {
    return estimator instanceof StraightThroughEstimator.ApproxSign ? Gate.TRIANGLE : Gate.CLIPPED;
  }

  /** What comes after the last layer; matches nothing. */
  private enum End implements Layer {
    INSTANCE;

    @Override
    public FeatureShape outputShape(FeatureShape input) {
      return input;
    }

    @Override
    public Operation bind(FeatureShape input) {
      throw new IllegalStateException("There is no layer after the last one.");
    }
  }
}
