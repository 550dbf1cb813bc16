// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.TinyNetworks;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BoundNetworkTest {

  private static final int BATCH = 2;

  @Test
  void whatIsBoundByOneDnnKeepsItsNetworkWhenNobodyElseDoes() {
    assumeTrue(OneDnnEngine.isAvailable());
    keepsItsNetwork(new OneDnnEngine());
  }

  @Test
  void whatIsBoundByNd4jKeepsItsNetworkWhenNobodyElseDoes() {
    keepsItsNetwork(new Nd4jEngine());
  }

  @Test
  void logitsAreFloat32EvenWithoutAConvolution() {
    Network pool =
        Network.builder(new FeatureShape(2, 2, 3)).add("pool", Pool.average(2, 2, 0)).build();

    try (BoundNetwork bound = Engine.fastest().bind(pool, BATCH)) {
      INDArray logits = bound.forward(Nd4j.ones(DataType.FLOAT, BATCH, 2, 2, 3), false);

      assertThat(logits.dataType()).isEqualTo(DataType.FLOAT);
      assertThat(logits.data().asFloat()).containsOnly(1);
    }
  }

  @Test
  void oneDnnSaysWhatItCannotRun() {
    assumeTrue(OneDnnEngine.isAvailable());
    saysWhatItCannotRun(new OneDnnEngine());
  }

  @Test
  void nd4jSaysWhatItCannotRun() {
    saysWhatItCannotRun(new Nd4jEngine());
  }

  private static void saysWhatItCannotRun(Engine engine) {
    Network network =
        Network.builder(new FeatureShape(2, 2, 3)).add("pool", Pool.globalAverage()).build();
    INDArray images = Nd4j.ones(DataType.FLOAT, BATCH, 2, 2, 3);
    INDArray logits = Nd4j.ones(DataType.FLOAT, BATCH, 1, 1, 3);
    assertThatThrownBy(() -> engine.bind(network, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A batch has at least 1 image, not 0.");
    BoundNetwork bound = engine.bind(network, BATCH);

    assertThatThrownBy(() -> bound.forward(Nd4j.ones(DataType.FLOAT, BATCH + 1, 2, 2, 3), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The input must be FLOAT [%d, 2, 2, 3], not FLOAT [%d, 2, 2, 3].", BATCH, BATCH + 1);
    assertThatThrownBy(() -> bound.forward(images.castTo(DataType.DOUBLE), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not DOUBLE [");
    assertThatThrownBy(() -> bound.forward(images.dup('f'), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The input must lie in memory as [N, H, W, C]; it does after dup('c').");
    bound.forward(images, false);
    assertThatThrownBy(() -> bound.backward(logits))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A backward pass needs a forward pass in training just before it.");
    bound.forward(images, true);
    assertThatThrownBy(() -> bound.backward(images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The gradient of the output must be FLOAT [" + BATCH + ", 1, 1, 3]");
    bound.backward(logits);
    bound.close();
    bound.close();
    assertThatThrownBy(() -> bound.forward(images, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This network is closed; bind it again.");
  }

  /** What is collected has its native memory freed, which a primitive would go on reading. */
  private static void keepsItsNetwork(Engine engine) {
    Bound bound = bound(engine, () -> TinyNetworks.real(PatternImages.CLASSES));

    System.gc();

    assertThat(bound.network.get()).isNotNull();
    INDArray images = Nd4j.create(DataType.FLOAT, bound.network.get().input().batch(BATCH));
    assertThat(bound.bound.forward(images, false).rank()).isEqualTo(4);
    bound.bound.close();
  }

  private static Bound bound(Engine engine, Supplier<Network> networks) {
    Network network = networks.get();
    network.initialize(1);
    return new Bound(engine.bind(network, BATCH), new WeakReference<>(network));
  }

  private record Bound(BoundNetwork bound, WeakReference<Network> network) {}
}
