// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.onednn;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.engine.pass.BinaryWeights;
import io.github.bnn4j.layers.engine.pass.BitConvolution;
import io.github.bnn4j.layers.engine.pass.ChannelPasses;
import io.github.bnn4j.layers.engine.pass.Chunk;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import io.github.bnn4j.layers.engine.pass.StreamSigns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.memory.data_type;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes the binary convolutions of a network: those that can count bits do so, the others multiply
 * in oneDNN.
 */
final class BinaryConvolutions {

  private final OneDnn dnn;
  private final data_type operands;
  private final List<Unit> units;
  private final ValueTypes values;
  private final int batch;
  private final Map<Integer, BitConvolution> counting = new HashMap<>();

  BinaryConvolutions(
      OneDnn dnn, data_type operands, List<Unit> units, ValueTypes values, int batch) {
    this.dnn = dnn;
    this.operands = operands;
    this.units = units;
    this.values = values;
    this.batch = batch;
  }

  /**
   * The convolution of a unit.
   *
   * @param passes over its input
   * @param signGradient what it writes the gradient of the signs to
   */
  BinaryConvolution of(
      Unit.Binary unit, ChannelPasses passes, SharedBuffers buffers, INDArray signGradient) {
    BinConv2d conv = unit.conv();
    FeatureShape input = values.shape(unit.input());
    INDArray output = buffers.output(conv.outputShape(input), DataType.FLOAT);
    BinaryWeights weights = weights(conv, buffers);
    SignGradients gradients =
        new SignGradients(dnn, buffers, conv, weights, input, batch, operands, signGradient);
    if (!isCounted(unit)) {
      return new SignProduct(
          dnn, passes, unit.order(), conv, weights, gradients, input, batch, operands, output);
    }
    return new SignCount(counted(unit, weights, output), gradients);
  }

  /**
   * The convolution of a unit that counts bits and goes back a few images at a time.
   *
   * @param chunks the images that each worker takes at a time
   */
  CountedConvolution inChunks(Unit.Binary unit, SharedBuffers buffers, List<List<Chunk>> chunks) {
    BinConv2d conv = unit.conv();
    FeatureShape input = values.shape(unit.input());
    BinaryWeights weights = weights(conv, buffers);
    return new CountedConvolution(
        counted(unit, weights, buffers.output(conv.outputShape(input), DataType.FLOAT)),
        weights,
        new ChunkMemory(dnn, input, operands, chunks),
        new ChunkGradients(dnn, conv, weights, input, batch, operands, chunks));
  }

  private BinaryWeights weights(BinConv2d conv, SharedBuffers buffers) {
    return new BinaryWeights(conv, buffers, dnn.workers(), dnn.timings());
  }

  /**
   * The way forward of a convolution that counts bits.
   *
   * @param output holds the output
   */
  private CountedSigns counted(Unit.Binary unit, BinaryWeights weights, INDArray output) {
    boolean readAhead = counting.containsKey(unit.output());
    return new CountedSigns(counting(unit), readAhead, unit.conv(), weights, output);
  }

  /**
   * What makes a value, if that knows the statistics of it.
   *
   * @param rectified whether those behind a ReLU are wanted
   */
  Optional<BitConvolution> maker(int value, boolean rectified) {
    return Optional.ofNullable(counting.get(value)).filter(it -> it.isRectified() == rectified);
  }

  /**
   * The signs of a value that are taken while a block ends: of the first convolution that counts
   * them.
   */
  Optional<StreamSigns> signs(int value) {
    int channels = values.shape(value).channels();
    return units.stream()
        .map(unit -> unit instanceof Unit.Residual residual ? residual.signed() : unit)
        .filter(unit -> unit instanceof Unit.Signed && unit.inputs().contains(value))
        .map(unit -> (Unit.Signed) unit)
        .filter(BinaryConvolutions::isCounted)
        .findFirst()
        .map(unit -> new StreamSigns(counting(unit), unit.fusion().threshold(), channels));
  }

  /** Whether a convolution counts bits, which those with float weights cannot. */
  static boolean isCounted(Unit.Binary unit) {
    return unit.conv().isBinarized() && BitConvolution.fits(unit.conv().geometry());
  }

  private BitConvolution counting(Unit.Binary unit) {
    return counting.computeIfAbsent(
        unit.output(),
        value ->
            new BitConvolution(
                dnn.workers(),
                dnn.timings(),
                unit.conv().geometry(),
                values.shape(unit.input()),
                batch,
                unit.order(),
                isRectified(value)));
  }

  /** Whether a block reads a value behind a ReLU of its own. */
  private boolean isRectified(int value) {
    return units.stream()
        .anyMatch(
            unit ->
                unit instanceof Unit.Block block
                    && block.input() == value
                    && block.fusion().rectified());
  }
}
