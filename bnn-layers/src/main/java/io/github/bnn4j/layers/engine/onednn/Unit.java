// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.engine.pass.ChannelOrder;
import io.github.bnn4j.layers.engine.pass.GradientFlow.Handing;
import io.github.bnn4j.layers.engine.pass.PlainJoining;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers of a network that one operation computes, or a join. */
sealed interface Unit {

  /** The value it makes. */
  int output();

  /** The values it reads. */
  List<Integer> inputs();

  /**
   * The shape of its output.
   *
   * @param shapes those of its inputs
   */
  FeatureShape outputShape(List<FeatureShape> shapes);

  /** Which array it hands on to each input on the way back. */
  List<Handing> handings(ValueTypes values);

  /**
   * The type of what it may write of an input's gradient while what reads its output takes its
   * turn, if it does so.
   *
   * @param input counted from 0
   */
  Optional<DataType> writtenAhead(int input, ValueTypes values);

  /** What passes over a stream changes its gradient where it lies, unless the types differ. */
  private static Handing onStream(ValueTypes values, int input, int output) {
    return values.gradientType(input) == values.gradientType(output)
        ? Handing.CHANGED
        : Handing.OWN;
  }

  /** Signs and their binary convolution. */
  sealed interface Binary extends Unit {

    /** The value it reads. */
    int input();

    BinConv2d conv();

    /** Of the channels that the convolution reads. */
    ChannelOrder order();

    @Override
    default List<Integer> inputs() {
      return List.of(input());
    }

    @Override
    default FeatureShape outputShape(List<FeatureShape> shapes) {
      return conv().outputShape(shapes.get(0));
    }
  }

  /** What {@link FusedBlock} computes. */
  record Block(FusedBlock.Fusion fusion, int input, int output) implements Binary {
    @Override
    public BinConv2d conv() {
      return fusion.conv();
    }

    @Override
    public ChannelOrder order() {
      return fusion.order();
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return List.of(Handing.OWN);
    }

    /** The gradient of the signs. */
    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return Optional.of(values.operandType());
    }
  }

  /** What {@link ThresholdBlock} computes. */
  record Signed(ThresholdBlock.Fusion fusion, int input, int output) implements Binary {
    @Override
    public BinConv2d conv() {
      return fusion.conv();
    }

    @Override
    public ChannelOrder order() {
      return new ChannelOrder(conv().geometry().inChannels(), 1);
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return List.of(Handing.ADDED);
    }

    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return Optional.empty();
    }
  }

  /**
   * The end of a residual block: a normalisation of the first input, the sum with the second, and
   * the ReLU or PReLU behind it if there is one.
   */
  record End(BatchNorm norm, Optional<Layer> rectifier, List<Integer> inputs, int output)
      implements Unit {
    @Override
    public FeatureShape outputShape(List<FeatureShape> shapes) {
      return shapes.get(0);
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return List.of(Handing.OWN, onStream(values, inputs.get(1), output));
    }

    /** The gradient of the shortcut. */
    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return input == 1 ? Optional.of(values.gradientType(inputs.get(1))) : Optional.empty();
    }
  }

  /** What {@link ResidualBlock} computes: the end of a block of the signs of its shortcut. */
  record Residual(Signed signed, End end) implements Unit {
    @Override
    public List<Integer> inputs() {
      return signed.inputs();
    }

    @Override
    public int output() {
      return end.output();
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> shapes) {
      return shapes.get(0);
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return List.of(onStream(values, signed.input(), output()));
    }

    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return Optional.of(values.gradientType(signed.input()));
    }
  }

  /** A normalisation, and the ReLU behind it if there is one. */
  record Normalized(BatchNorm norm, boolean relu, int input, int output) implements Unit {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> shapes) {
      return shapes.get(0);
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return List.of(Handing.OWN);
    }

    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return Optional.empty();
    }
  }

  /** Any layer alone. */
  record Single(Layer layer, int input, int output) implements Unit {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> shapes) {
      return layer.outputShape(shapes.get(0));
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return List.of(Handing.OWN);
    }

    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return Optional.empty();
    }
  }

  /** A join. */
  record Joint(Join how, List<Integer> inputs, int output) implements Unit {
    @Override
    public FeatureShape outputShape(List<FeatureShape> shapes) {
      return how.outputShape(shapes);
    }

    @Override
    public List<Handing> handings(ValueTypes values) {
      return PlainJoining.handings(how, inputs.size());
    }

    @Override
    public Optional<DataType> writtenAhead(int input, ValueTypes values) {
      return Optional.empty();
    }
  }
}
