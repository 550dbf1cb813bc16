// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.engine.pass.Bending;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.GradientReader;
import io.github.bnn4j.layers.engine.pass.Joining;
import io.github.bnn4j.layers.engine.pass.Normalization;
import io.github.bnn4j.layers.engine.pass.Pass;
import io.github.bnn4j.layers.engine.pass.PlainJoining;
import io.github.bnn4j.layers.engine.pass.Rectifier;
import io.github.bnn4j.layers.engine.pass.RecyclingOperation;
import io.github.bnn4j.layers.engine.pass.ResidualEnd;
import io.github.bnn4j.layers.engine.pass.ResidualPasses;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes the operations of the units of a network, and its joins. */
final class Operations {

  /** The most values of a chunk of images, unless an image has more. */
  private static final int CHUNK = 1 << 18;

  private final OneDnn dnn;
  private final data_type operands;
  private final Network network;
  private final ValueTypes values;
  private final PassMemory memory;
  private final int batch;
  private final BinaryConvolutions convolutions;
  private final Map<Integer, ResidualEnd> ends = new HashMap<>();
  private final Map<Integer, GradientReader> readers = new HashMap<>();

  /**
   * Makes none yet.
   *
   * @param operands what float convolutions multiply
   */
  Operations(
      OneDnn dnn,
      data_type operands,
      Network network,
      List<Unit> units,
      ValueTypes values,
      PassMemory memory,
      int batch) {
    this.dnn = dnn;
    this.operands = operands;
    this.network = network;
    this.values = values;
    this.memory = memory;
    this.batch = batch;
    this.convolutions = new BinaryConvolutions(dnn, operands, units, values, batch);
  }

  /**
   * The step of a unit.
   *
   * @param image the value that takes the place of the input
   */
  Pass.Step step(Unit unit, int image) {
    List<FeatureShape> inputs = unit.inputs().stream().map(values::shape).toList();
    if (unit instanceof Unit.Joint joint) {
      List<INDArray> gradients = new ArrayList<>();
      for (int k = 0; joint.how() == Join.CONCAT && k < inputs.size(); k++) {
        SharedBuffers buffers = memory.of(unit, k).orElseThrow();
        gradients.add(buffers.inputGradient(inputs.get(k), DataType.FLOAT));
      }
      INDArray output = memory.shared().output(joint.how().outputShape(inputs), DataType.FLOAT);
      Joining joining = new PlainJoining(joint.how(), inputs, output, gradients);
      return new Pass.Step.Joined(joining, joint.inputs(), joint.output());
    }
    if (unit instanceof Unit.Residual residual) {
      return new Pass.Step.Joined(block(residual), residual.inputs(), residual.output());
    }
    if (unit instanceof Unit.End end) {
      return new Pass.Step.Joined(joining(end), end.inputs(), end.output());
    }
    int input = unit.inputs().get(0);
    Operation operation = operation(unit);
    return new Pass.Step.Single(operation, input == 0 ? image : input, unit.output());
  }

  private Joining block(Unit.Residual unit) {
    Unit.Signed signed = unit.signed();
    FeatureShape shape = values.shape(unit.output());
    Optional<INDArray> inputGradient =
        memory
            .of(unit, 0)
            .map(own -> own.inputGradient(shape, values.gradientType(signed.input())));
    List<List<Chunk>> chunks = chunks(shape);
    return new ResidualBlock(
        dnn,
        signed.fusion(),
        convolutions.inChunks(signed, memory.shared(), chunks),
        end(unit.end(), Optional.empty(), inputGradient),
        residualPasses(shape),
        new ChunkMemory(dnn, shape, operands, chunks),
        new ChunkMemory(dnn, shape, operands, chunks),
        inputGradient,
        before(unit),
        shape);
  }

  /** Those of each worker of images of a shape. */
  private List<List<Chunk>> chunks(FeatureShape shape) {
    int most = Math.max(1, CHUNK / shape.size());
    return Chunk.of(batch, Math.min(batch, dnn.workers().count()), most);
  }

  /** The end of the block before, if nothing but the block itself reads what lies between. */
  private Optional<GradientReader> before(Unit.Residual unit) {
    int input = unit.signed().input();
    return network.graph().readers(input).size() == unit.end().inputs().size()
        ? Optional.ofNullable(ends.get(input))
        : Optional.empty();
  }

  private ResidualEnd end(
      Unit.End unit, Optional<INDArray> sumGradient, Optional<INDArray> shortcutGradient) {
    FeatureShape shape = values.shape(unit.output());
    ResidualEnd end =
        new ResidualEnd(
            passes(unit.inputs().get(0), false),
            residualPasses(shape),
            unit.norm(),
            Bending.of(unit.rectifier(), shape.channels()),
            memory.shared().output(shape, values.type(unit.output())),
            sumGradient,
            shortcutGradient,
            convolutions.signs(unit.output()),
            chunks(shape),
            shape.pixels());
    ends.put(unit.output(), end);
    return end;
  }

  private Joining joining(Unit.End unit) {
    FeatureShape shape = values.shape(unit.output());
    DataType ofSum = values.gradientType(unit.inputs().get(0));
    DataType ofShortcut = values.gradientType(unit.inputs().get(1));
    return end(
        unit,
        Optional.of(memory.of(unit, 0).orElseThrow().inputGradient(shape, ofSum)),
        memory.of(unit, 1).map(own -> own.inputGradient(shape, ofShortcut)));
  }

  private Operation operation(Unit unit) {
    SharedBuffers buffers = memory.ofFirst(unit);
    int input = unit.inputs().get(0);
    FeatureShape shape = values.shape(input);
    DataType wanted = values.gradientType(input);
    if (unit instanceof Unit.Block block) {
      return BinaryConvolutions.isCounted(block) ? counted(block, buffers) : block(block, buffers);
    }
    if (unit instanceof Unit.Signed signed) {
      return signed(signed);
    }
    if (unit instanceof Unit.Normalized it) {
      return new Normalization(
          passes(input, false),
          buffers,
          it.norm(),
          it.relu(),
          shape,
          values.type(it.output()),
          wanted);
    }
    return alone((Unit.Single) unit, buffers);
  }

  private Operation counted(Unit.Block unit, SharedBuffers buffers) {
    FusedBlock.Fusion fusion = unit.fusion();
    FeatureShape shape = values.shape(unit.input());
    FeatureShape output = values.shape(unit.output());
    DataType type = values.operandType();
    List<List<Chunk>> chunks = chunks(shape.size() > output.size() ? shape : output);
    CountedBlock block =
        new CountedBlock(
            dnn,
            passes(unit.input(), fusion.rectified()),
            fusion,
            convolutions.inChunks(unit, buffers, chunks),
            chunks,
            shape,
            new GradientPort(dnn, buffers, output, batch, type),
            fusion.groups() > 1
                ? Optional.of(new ChunkMemory(dnn, shape, operands, chunks))
                : Optional.empty(),
            memory.ahead(unit).inputGradient(shape, type),
            buffers.inputGradient(shape, values.gradientType(unit.input())),
            relay(unit.input()));
    readers.put(unit.output(), block);
    return block;
  }

  /** To what made a value, if that reads its gradient ahead and all of it comes from one place. */
  private Optional<ChunkRelay> relay(int value) {
    return Optional.ofNullable(readers.get(value))
        .filter(reader -> network.graph().readers(value).size() == 1)
        .map(
            reader ->
                new ChunkRelay(
                    dnn,
                    reader,
                    new ChunkMemory(
                        dnn,
                        values.shape(value),
                        OneDnn.type(values.gradientType(value)),
                        reader.chunks())));
  }

  private Operation block(Unit.Block unit, SharedBuffers buffers) {
    FusedBlock.Fusion fusion = unit.fusion();
    FeatureShape shape = values.shape(unit.input());
    DataType type = values.operandType();
    INDArray signGradient = buffers.innerGradient(shape, type);
    boolean shuffled = fusion.groups() > 1;
    INDArray written = shuffled ? buffers.shuffledGradient(shape, type) : signGradient;
    ChannelPasses passes = passes(unit.input(), fusion.rectified());
    return new FusedBlock(
        passes,
        fusion,
        convolutions.of(unit, passes, buffers, written),
        shuffled
            ? Optional.of(
                new Interleaving(
                    dnn,
                    shape,
                    batch,
                    operands,
                    shape.channels() / fusion.groups(),
                    dnn.activations(shape, batch, written),
                    dnn.activations(shape, batch, signGradient)))
            : Optional.empty(),
        signGradient,
        buffers.inputGradient(shape, values.gradientType(unit.input())));
  }

  private Operation signed(Unit.Signed unit) {
    FeatureShape shape = values.shape(unit.input());
    DataType wanted = values.gradientType(unit.input());
    SharedBuffers buffers = memory.shared();
    DataType type = values.operandType();
    INDArray signGradient = buffers.innerGradient(shape, type);
    return new ThresholdBlock(
        residualPasses(shape),
        unit.fusion(),
        convolutions.of(unit, passes(unit.input(), false), buffers, signGradient),
        signGradient,
        memory.of(unit, 0).map(own -> own.inputGradient(shape, wanted)));
  }

  /** The operation of a layer that is fused with no other. */
  private Operation alone(Unit.Single unit, SharedBuffers buffers) {
    FeatureShape shape = values.shape(unit.input());
    DataType type = values.type(unit.input());
    DataType wanted = values.gradientType(unit.input());
    if (unit.layer() instanceof Conv2d conv) {
      return new FloatConvolution(
          dnn,
          buffers,
          conv,
          shape,
          batch,
          operands,
          new FloatConvolution.Types(
              type, values.type(unit.output()), values.handedOn(unit, unit.input())));
    }
    if (unit.layer() instanceof BinConv2d conv) {
      return reference(
          unit,
          conv.bind(
              shape,
              twin ->
                  new FloatConvolution(
                      dnn, buffers, twin, shape, batch, operands, FloatConvolution.Types.FLOAT)));
    }
    if (unit.layer() instanceof ReLU) {
      return new Rectifier(
          passes(unit.input(), false),
          buffers.output(shape, type),
          buffers.inputGradient(shape, wanted));
    }
    if (unit.layer() instanceof Pool pool) {
      return pooling(unit, pool, buffers);
    }
    if (unit.layer() instanceof ChannelShuffle shuffle) {
      return new Shuffling(dnn, buffers, shuffle, shape, batch, type, wanted);
    }
    return reference(unit, unit.layer().bind(shape));
  }

  private Operation pooling(Unit.Single unit, Pool layer, SharedBuffers buffers) {
    FeatureShape shape = values.shape(unit.input());
    DataType type = values.type(unit.input());
    DataType wanted = values.gradientType(unit.input());
    Optional<ChunkRelay> before = relay(unit.input());
    Pooling pooling =
        new Pooling(
            dnn,
            buffers,
            new PoolingShape(layer, shape, batch, OneDnn.type(type), OneDnn.type(wanted)),
            buffers.output(values.shape(unit.output()), type),
            buffers.inputGradient(shape, wanted),
            before);
    if (before.isPresent()) {
      readers.put(unit.output(), pooling);
    }
    return pooling;
  }

  private Operation reference(Unit.Single unit, Operation operation) {
    return RecyclingOperation.of(network.graph(), unit.output(), operation);
  }

  private ResidualPasses residualPasses(FeatureShape input) {
    return new ResidualPasses(
        dnn.workers(), dnn.timings(), batch * input.pixels(), input.channels());
  }

  /** Passes over a value, of which the statistics behind a ReLU are wanted if rectified. */
  private ChannelPasses passes(int value, boolean rectified) {
    FeatureShape shape = values.shape(value);
    return new ChannelPasses(
        dnn.workers(),
        dnn.timings(),
        batch * shape.pixels(),
        shape.channels(),
        convolutions.maker(value, rectified));
  }
}
