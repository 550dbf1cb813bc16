// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.benchmarks.FloatCounterpart;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.zoo.Zoo;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxPeersTest {

  @ParameterizedTest
  @ValueSource(strings = {"nin", "nin-gc", "resnet12", "react12"})
  void float32GivesTheLogitsOfThePackedNetwork(String name) {
    PackedNetwork network = network(name);
    byte[] pixels = pixels(network);
    float[] expected = network.newSession().logits(pixels);

    try (OrtModel model = new OrtModel(OnnxExport.toBytes(network), network.input(), pixels)) {
      float[] logits = model.logits();

      assertThat(logits).hasSameSizeAs(expected);
      assertThat(largest(expected)).isGreaterThan(0.01f);
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nin", "nin-gc", "resnet12"})
  void int8IsTakenAndGivesSteps(String name) {
    PackedNetwork network = network(name);

    try (OrtModel model =
        new OrtModel(new OnnxInt8(network).export(), network.input(), pixels(network))) {
      float[] logits = model.logits();

      assertThat(logits).hasSize(10);
      for (float logit : logits) {
        float steps = logit / 0.05f;
        assertThat(steps).isBetween(-128f, 255f);
        assertThat(steps).isCloseTo(Math.round(steps), within(1e-3f));
      }
    }
  }

  @Test
  void binaryNetworksAreRefused() {
    PackedNetwork network = PackedNetworks.random(Zoo.named("nin-xnor").orElseThrow());

    assertThatIllegalArgumentException().isThrownBy(() -> new OnnxInt8(network).export());
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private static PackedNetwork network(String name) {
    return PackedNetworks.random(FloatCounterpart.of(Zoo.named(name).orElseThrow()));
  }

  private static byte[] pixels(PackedNetwork network) {
    byte[] pixels = new byte[network.input().bytes()];
    new Random(3).nextBytes(pixels);
    return pixels;
  }
}
