// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.engine.pass.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;

/** The shapes of all values of a network, and the types that they and their gradients come in. */
final class ValueTypes {

  private final Network network;
  private final List<Unit> units;
  private final data_type operands;
  private final boolean rounded;
  private final Map<Integer, FeatureShape> shapes = new HashMap<>();
  private final Map<Integer, DataType> types = new HashMap<>();
  private final Map<Integer, DataType> gradientTypes = new HashMap<>();

  /**
   * Settles them.
   *
   * @param operands what float convolutions multiply
   */
  ValueTypes(Network network, List<Unit> units, data_type operands) {
    this.network = network;
    this.units = units;
    this.operands = operands;
    this.rounded = operands == data_type.bf16 && isRoundable();
    shapes.put(0, network.input());
    types.put(0, Values.type(rounded));
    gradientTypes.put(0, types.get(0));
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      List<FeatureShape> inputs = unit.inputs().stream().map(shapes::get).toList();
      shapes.put(unit.output(), unit.outputShape(inputs));
      if (unit instanceof Unit.Residual residual) {
        shapes.put(residual.signed().output(), shapes.get(unit.output()));
      }
      types.put(unit.output(), type(unit, i));
      gradientTypes.put(unit.output(), gradientType(unit));
    }
  }

  /** Whether activations are bfloat16, the images first of all. */
  boolean rounded() {
    return rounded;
  }

  /** The type that the way back of convolutions multiplies. */
  DataType operandType() {
    return Values.type(operands == data_type.bf16);
  }

  FeatureShape shape(int value) {
    return shapes.get(value);
  }

  DataType type(int value) {
    return types.get(value);
  }

  /** The type of gradient that what makes a value takes. */
  DataType gradientType(int value) {
    return gradientTypes.get(value);
  }

  /** The type of gradient that a unit hands on in memory it is given; empty if it needs none. */
  Optional<DataType> handedOn(Unit unit, int input) {
    return unit instanceof Unit.Single single
        ? handedOn(single.layer(), input)
        : Optional.of(unit instanceof Unit.Joint ? DataType.FLOAT : gradientTypes.get(input));
  }

  /** The same of a layer alone: one that runs as its reference has memory of its own. */
  private Optional<DataType> handedOn(Layer layer, int input) {
    if (layer instanceof Pool || layer instanceof ChannelShuffle || layer instanceof ReLU) {
      return Optional.of(gradientTypes.get(input));
    }
    if (layer instanceof Conv2d) {
      return input == 0 ? Optional.empty() : Optional.of(gradientTypes.get(input));
    }
    return layer instanceof BinConv2d ? Optional.of(DataType.FLOAT) : Optional.empty();
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

  /** The type of what a unit gives; what computes nothing new hands on what it gets. */
  private DataType type(Unit unit, int place) {
    boolean computes =
        unit instanceof Unit.Normalized
            || unit instanceof Unit.End
            || unit instanceof Unit.Residual
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
    return operandType();
  }
}
