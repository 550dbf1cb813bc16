// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Lifetimes;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelShuffle;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.engine.pass.SharedBuffers;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a bound network takes is free when it is closed, and not when a collector comes by. */
class NativeMemoryTest {

  private static final int BATCH = 4;
  private static final int TRIES = 5;

  @Test
  void aClosedNetworkFreesItsNativeObjects() {
    assumeTrue(OneDnnEngine.isAvailable());
    Network network = network();
    network.initialize(1);
    Engine engine = new OneDnnEngine();
    bindAndClose(engine, network);
    // some objects of ND4J wait for the collector: a fifth, where nothing is closed all of them
    assertThat(most(() -> leftBy(engine, network)))
        .isLessThan(most(() -> leftOpenBy(engine, network)) / 2);
  }

  @Test
  void buffersAreFreedButForTheOutputOfTheNetwork() {
    SharedBuffers buffers =
        new SharedBuffers(8, BATCH, List.of(new Lifetimes.Slot<>(DataType.FLOAT, 8)));
    FeatureShape shape = new FeatureShape(2, 2, 2);
    INDArray inner = buffers.output(shape, DataType.FLOAT);
    INDArray last = buffers.output(shape, DataType.FLOAT);

    buffers.close();

    assertThat(inner.wasClosed()).isTrue();
    assertThat(last.wasClosed()).isFalse();
  }

  /** Of some tries, as a collector that comes by makes a count of objects fall. */
  private static long most(LongSupplier count) {
    return LongStream.generate(count).limit(TRIES).max().orElseThrow();
  }

  private static long leftBy(Engine engine, Network network) {
    long before = Pointer.totalCount();
    bindAndClose(engine, network);
    return Pointer.totalCount() - before;
  }

  private static long leftOpenBy(Engine engine, Network network) {
    long before = Pointer.totalCount();
    try (BoundNetwork bound = engine.bind(network, BATCH)) {
      pass(bound, network);
      return Pointer.totalCount() - before;
    }
  }

  private static void bindAndClose(Engine engine, Network network) {
    try (BoundNetwork bound = engine.bind(network, BATCH)) {
      pass(bound, network);
    }
  }

  private static void pass(BoundNetwork bound, Network network) {
    bound.forward(Nd4j.ones(network.input().batch(BATCH)), true);
    bound.backward(Nd4j.ones(network.output().batch(BATCH)));
  }

  private static Network network() {
    return Network.builder(new FeatureShape(6, 6, 3))
        .add("first", new Conv2d(new ConvGeometry(3, 16, 3, 1, 1, 1)))
        .add("relu", new ReLU())
        .add("pool", Pool.max(2, 2, 0))
        .add("shuffle", new ChannelShuffle(2))
        .add("norm", new BatchNorm(16))
        .add("sign", new BinActiv())
        .add("conv", new BinConv2d(new ConvGeometry(16, 16, 3, 1, 1, 1), WeightGradient.XNOR_NET))
        .add("end", Pool.average(3, 1, 0))
        .build();
  }
}
