// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Phase;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.engine.pass.Bending;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.BitConvolution;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.GradientFlow;
import io.github.bnn4j.layers.engine.pass.Joining;
import io.github.bnn4j.layers.engine.pass.Normalization;
import io.github.bnn4j.layers.engine.pass.Pass;
import io.github.bnn4j.layers.engine.pass.PlainJoining;
import io.github.bnn4j.layers.engine.pass.RecyclingOperation;
import io.github.bnn4j.layers.engine.pass.ResidualEnd;
import io.github.bnn4j.layers.engine.pass.ResidualPasses;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.StreamSigns;
import io.github.bnn4j.layers.engine.pass.Timings;
import io.github.bnn4j.layers.engine.pass.Values;
import io.github.bnn4j.layers.engine.pass.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns a network into operations: convolutions and pools in oneDNN, everything between two
 * convolutions in fused passes. A layer it does not know runs as its own reference operation. What
 * it makes belongs to one thread.
 */
public final class OneDnnCompiler {

  private final Timings timings = new Timings();
  private final Workers workers = new Workers(OpenMp.most());
  private final OneDnn dnn = new OneDnn(timings, workers);
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
    return InstructionSet.hasBfloat16();
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

  /** Version, precision, instructions, passes and threads, in a line. */
  public String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN "
        + version.major()
        + "."
        + version.minor()
        + "."
        + version.patch()
        + (operands == data_type.bf16 ? " bf16" : " f32")
        + ", "
        + InstructionSet.best()
        + ", "
        + ChannelPasses.description()
        + ", "
        + workers.count()
        + " threads";
  }

  /** Where the time of all operations went, in seconds by phase. */
  public Map<Phase, Double> timings() {
    return timings.seconds();
  }

  /** A network's operations and joins, for batches of a size. */
  public Pass compile(Network network, int batch) {
    // closed twice: now, so that it takes in no more, and with the pass, which frees what it has
    try (PointerScope natives = OneDnn.scope().extend()) {
      return new Binding(network, batch).pass(natives);
    }
  }

  /** Settles the types and the memory of all values, then makes the operations. */
  private final class Binding {
    private final Network network;
    private final int batch;
    private final List<Unit> units;
    private final Map<Integer, FeatureShape> shapes = new HashMap<>();
    private final Map<Integer, DataType> types = new HashMap<>();
    private final Map<Integer, DataType> gradientTypes = new HashMap<>();
    private final Map<Integer, BitConvolution> counting = new HashMap<>();
    private final boolean rounded;

    Binding(Network network, int batch) {
      this.network = network;
      this.batch = batch;
      this.units = Fusions.of(network.graph());
      this.rounded = operands == data_type.bf16 && isRoundable();
      shapes.put(0, network.input());
      types.put(0, Values.type(rounded));
      gradientTypes.put(0, types.get(0));
      for (int i = 0; i < units.size(); i++) {
        Unit unit = units.get(i);
        shapes.put(unit.output(), outputShape(unit));
        types.put(unit.output(), type(unit, i));
        gradientTypes.put(unit.output(), gradientType(unit));
      }
    }

    /** Whether it is of float layers and ends of blocks, and a convolution ends in float32. */
    private boolean isRoundable() {
      List<Layer> layers = network.graph().layers();
      return units.stream().noneMatch(Unit.Joint.class::isInstance)
          && layers.stream().anyMatch(Conv2d.class::isInstance)
          && layers.stream()
              .allMatch(
                  layer ->
                      layer instanceof Conv2d
                          || layer instanceof BatchNorm
                          || layer instanceof ReLU
                          || layer instanceof Pool
                          || layer instanceof ChannelShuffle);
    }

    private FeatureShape outputShape(Unit unit) {
      if (unit instanceof Unit.Joint joint) {
        return joint.how().outputShape(joint.inputs().stream().map(shapes::get).toList());
      }
      FeatureShape input = shapes.get(unit.inputs().get(0));
      if (unit instanceof Unit.Block block) {
        return block.fusion().conv().outputShape(input);
      }
      if (unit instanceof Unit.Signed signed) {
        return signed.fusion().conv().outputShape(input);
      }
      return unit instanceof Unit.Single single ? single.layer().outputShape(input) : input;
    }

    /** The type of what a unit gives; what computes nothing new hands on what it gets. */
    private DataType type(Unit unit, int place) {
      boolean computes =
          unit instanceof Unit.Normalized
              || unit instanceof Unit.End
              || unit instanceof Unit.Single single && single.layer() instanceof Conv2d;
      return computes ? computedType(place) : types.get(unit.inputs().get(0));
    }

    /** What a unit gives that computes something new: the logits are not to be rounded. */
    private DataType computedType(int place) {
      boolean followed =
          units.stream()
              .skip(place + 1L)
              .anyMatch(it -> it instanceof Unit.Single next && next.layer() instanceof Conv2d);
      return Values.type(rounded && followed);
    }

    /**
     * The type of gradient that a unit takes; pools and shuffles hand on what they get. Where
     * gradients are added up nothing is rounded.
     */
    private DataType gradientType(Unit unit) {
      if (unit instanceof Unit.Joint || network.graph().readers(unit.output()).size() > 1) {
        return DataType.FLOAT;
      }
      int input = unit.inputs().get(0);
      if (unit instanceof Unit.Single single) {
        if (single.layer() instanceof Pool || single.layer() instanceof ChannelShuffle) {
          return gradientTypes.get(input);
        }
        if (!(single.layer() instanceof Conv2d)) {
          return types.get(input);
        }
      }
      return Values.type(operands == data_type.bf16);
    }

    Pass pass(PointerScope natives) {
      List<GradientFlow.Life> lives =
          new GradientFlow(units.stream().map(this::part).toList())
              .lives().stream().filter(life -> handedOn(life).isPresent()).toList();
      Lifetimes<DataType> lifetimes = new Lifetimes<>(lives.stream().map(this::span).toList());
      int largest = network.shapes().stream().mapToInt(FeatureShape::size).reduce(1, Math::max);
      SharedBuffers buffers = new SharedBuffers(largest, batch, lifetimes.slots());
      List<Pass.Step> steps = new ArrayList<>();
      int image = 0;
      if (rounded) {
        image = network.graph().size() + 1;
        Rounding rounding = new Rounding(dnn, buffers, network.input(), batch);
        steps.add(new Pass.Step.Single(rounding, 0, image));
      }
      Map<Integer, Map<Integer, SharedBuffers>> ofUnit = new HashMap<>();
      for (int i = 0; i < lives.size(); i++) {
        ofUnit
            .computeIfAbsent(lives.get(i).part(), unit -> new HashMap<>())
            .put(lives.get(i).input(), buffers.forSlot(lifetimes.slotOf(i)));
      }
      for (int i = 0; i < units.size(); i++) {
        Slots slots = new Slots(buffers, ofUnit.getOrDefault(i, Map.of()));
        steps.add(step(units.get(i), slots, image));
      }
      return new Pass(
          network.graph(),
          steps,
          () -> {
            natives.close();
            buffers.close();
          });
    }

    private GradientFlow.Part part(Unit unit) {
      return new GradientFlow.Part(handings(unit), unit.inputs(), unit.output());
    }

    private List<GradientFlow.Handing> handings(Unit unit) {
      if (unit instanceof Unit.Joint joint) {
        return PlainJoining.handings(joint.how(), joint.inputs().size());
      }
      if (unit instanceof Unit.End end) {
        boolean ofOneType =
            gradientTypes.get(end.output()) == gradientTypes.get(end.inputs().get(1));
        return List.of(
            GradientFlow.Handing.OWN,
            ofOneType ? GradientFlow.Handing.CHANGED : GradientFlow.Handing.OWN);
      }
      return List.of(
          unit instanceof Unit.Signed ? GradientFlow.Handing.ADDED : GradientFlow.Handing.OWN);
    }

    private Lifetimes.Span<DataType> span(GradientFlow.Life life) {
      int input = units.get(life.part()).inputs().get(life.input());
      return new Lifetimes.Span<>(
          handedOn(life).orElseThrow(), shapes.get(input).size(), life.madeAt(), life.lastReadAt());
    }

    /** The type of gradient that a unit hands on in memory it is given; empty if it needs none. */
    private Optional<DataType> handedOn(GradientFlow.Life life) {
      Unit unit = units.get(life.part());
      int input = unit.inputs().get(life.input());
      return unit instanceof Unit.Single single
          ? handedOn(single.layer(), input)
          : Optional.of(unit instanceof Unit.Joint ? DataType.FLOAT : gradientTypes.get(input));
    }

    /** The same of a layer alone: one that runs as its reference has memory of its own. */
    private Optional<DataType> handedOn(Layer layer, int input) {
      if (layer instanceof Pool || layer instanceof ChannelShuffle) {
        return Optional.of(gradientTypes.get(input));
      }
      if (layer instanceof Conv2d) {
        return input == 0 ? Optional.empty() : Optional.of(gradientTypes.get(input));
      }
      if (layer instanceof ReLU) {
        return Optional.of(types.get(input));
      }
      return layer instanceof BinConv2d ? Optional.of(DataType.FLOAT) : Optional.empty();
    }

    /**
     * Memory for an operation.
     *
     * @param shared what it shares with all others
     * @param ofInput the same, with the slot for the gradient of an input that it hands on
     */
    private record Slots(SharedBuffers shared, Map<Integer, SharedBuffers> ofInput) {

      Optional<SharedBuffers> of(int input) {
        return Optional.ofNullable(ofInput.get(input));
      }

      SharedBuffers ofFirst() {
        return of(0).orElse(shared);
      }
    }

    private Pass.Step step(Unit unit, Slots slots, int image) {
      List<FeatureShape> inputs = unit.inputs().stream().map(shapes::get).toList();
      if (unit instanceof Unit.Joint joint) {
        List<INDArray> gradients = new ArrayList<>();
        for (int k = 0; joint.how() == Join.CONCAT && k < inputs.size(); k++) {
          SharedBuffers buffers = slots.of(k).orElseThrow();
          gradients.add(buffers.inputGradient(inputs.get(k), DataType.FLOAT));
        }
        INDArray output = slots.shared().output(joint.how().outputShape(inputs), DataType.FLOAT);
        Joining joining = new PlainJoining(joint.how(), inputs, output, gradients);
        return new Pass.Step.Joined(joining, joint.inputs(), joint.output());
      }
      if (unit instanceof Unit.End end) {
        return new Pass.Step.Joined(joining(end, slots), end.inputs(), end.output());
      }
      int input = unit.inputs().get(0);
      Operation operation = operation(unit, slots);
      return new Pass.Step.Single(operation, input == 0 ? image : input, unit.output());
    }

    private Joining joining(Unit.End end, Slots slots) {
      FeatureShape shape = shapes.get(end.output());
      int sums = end.inputs().get(0);
      DataType ofShortcut = gradientTypes.get(end.inputs().get(1));
      return new ResidualEnd(
          passes(shape),
          residualPasses(shape),
          end.norm(),
          Bending.of(end.rectifier(), shape.channels()),
          slots.shared().output(shape, types.get(end.output())),
          slots.of(0).orElseThrow().inputGradient(shape, gradientTypes.get(sums)),
          slots.of(1).map(buffers -> buffers.inputGradient(shape, ofShortcut)),
          Optional.ofNullable(counting.get(sums)),
          signs(end));
    }

    /** The signs that are taken while a block ends: of the first convolution that counts them. */
    private Optional<StreamSigns> signs(Unit.End end) {
      return units.stream()
          .filter(unit -> unit instanceof Unit.Signed && unit.inputs().contains(end.output()))
          .map(unit -> (Unit.Signed) unit)
          .filter(unit -> isCounted(unit.fusion().conv()))
          .findFirst()
          .map(
              unit ->
                  new StreamSigns(
                      counting(unit),
                      unit.fusion().threshold(),
                      shapes.get(end.output()).channels()));
    }

    /** Whether a convolution counts bits, which those with float weights cannot. */
    private static boolean isCounted(BinConv2d conv) {
      return conv.isBinarized() && BitConvolution.fits(conv.geometry());
    }

    private BitConvolution counting(Unit.Signed unit) {
      return counting.computeIfAbsent(
          unit.output(),
          value ->
              new BitConvolution(
                  workers,
                  timings,
                  unit.fusion().conv().geometry(),
                  shapes.get(unit.input()),
                  batch));
    }

    private Operation operation(Unit unit, Slots slots) {
      SharedBuffers buffers = slots.ofFirst();
      int input = unit.inputs().get(0);
      FeatureShape shape = shapes.get(input);
      DataType wanted = gradientTypes.get(input);
      if (unit instanceof Unit.Block block) {
        return new FusedBlock(
            dnn,
            buffers,
            passes(shape),
            new BinaryWeights(block.fusion().conv(), buffers, workers, timings),
            block.fusion(),
            shape,
            batch,
            operands,
            wanted);
      }
      if (unit instanceof Unit.Signed signed) {
        return signed(signed, slots);
      }
      if (unit instanceof Unit.Normalized it) {
        return new Normalization(
            passes(shape),
            buffers,
            it.norm(),
            it.relu(),
            shape,
            batch,
            types.get(it.output()),
            wanted);
      }
      return alone((Unit.Single) unit, buffers);
    }

    private Operation signed(Unit.Signed unit, Slots slots) {
      FeatureShape shape = shapes.get(unit.input());
      DataType wanted = gradientTypes.get(unit.input());
      SharedBuffers buffers = slots.shared();
      DataType type = Values.type(operands == data_type.bf16);
      INDArray signGradient = buffers.innerGradient(shape, type);
      return new ThresholdBlock(
          residualPasses(shape),
          unit.fusion(),
          convolution(unit, shape, buffers, signGradient),
          signGradient,
          slots.of(0).map(own -> own.inputGradient(shape, wanted)));
    }

    private ThresholdBlock.Convolution convolution(
        Unit.Signed unit, FeatureShape shape, SharedBuffers buffers, INDArray signGradient) {
      BinConv2d conv = unit.fusion().conv();
      BinaryWeights weights = new BinaryWeights(conv, buffers, workers, timings);
      if (!isCounted(conv)) {
        return new SignProduct(
            passes(shape),
            new ChannelOrder(shape.channels(), 1),
            new SignConvolution(dnn, buffers, conv, weights, shape, batch, operands, signGradient));
      }
      boolean readAhead = counting.containsKey(unit.output());
      return new SignCount(
          counting(unit),
          readAhead,
          conv,
          weights,
          new SignGradients(dnn, buffers, conv, weights, shape, batch, operands, signGradient),
          buffers.output(conv.outputShape(shape), DataType.FLOAT));
    }

    /** The operation of a layer that is fused with no other. */
    private Operation alone(Unit.Single unit, SharedBuffers buffers) {
      FeatureShape shape = shapes.get(unit.input());
      DataType type = types.get(unit.input());
      DataType wanted = gradientTypes.get(unit.input());
      if (unit.layer() instanceof Conv2d conv) {
        return new FloatConvolution(
            dnn,
            buffers,
            conv,
            shape,
            batch,
            operands,
            new FloatConvolution.Types(
                type, types.get(unit.output()), handedOn(conv, unit.input())));
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
        return new Rectifier(dnn, buffers, shape, batch, type);
      }
      if (unit.layer() instanceof Pool pool) {
        return new Pooling(dnn, buffers, pool, shape, batch, type, wanted);
      }
      if (unit.layer() instanceof ChannelShuffle shuffle) {
        return new Shuffling(dnn, buffers, shuffle, shape, batch, type, wanted);
      }
      return reference(unit, unit.layer().bind(shape));
    }

    /** The output of the network may still be read when its memory is free. */
    private Operation reference(Unit.Single unit, Operation operation) {
      return unit.output() == network.graph().output()
          ? operation
          : new RecyclingOperation(operation);
    }

    private ResidualPasses residualPasses(FeatureShape input) {
      return new ResidualPasses(workers, timings, batch * input.pixels(), input.channels());
    }

    private ChannelPasses passes(FeatureShape input) {
      return new ChannelPasses(workers, timings, batch * input.pixels(), input.channels());
    }
  }
}
