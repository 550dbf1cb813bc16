// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.layer.PackedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.Tag;

/**
 * Holds files and logits of the past against the present. The files of a released version of the
 * format stay here for ever; logits may not change by a bit, whatever runs them.
 */
@Tag("kernel")
@Tag("locale")
class GoldenTest {

  @Example
  void aFileOfVersionOneStaysReadable() {
    PackedNetwork network = PackedNetwork.read(resource("every-layer-v1.bnn"));

    assertThat(network.name()).isEqualTo("every layer, version 1 \u2713");
    assertThat(network.graph().layers().stream().map(Object::getClass).collect(Collectors.toSet()))
        .hasSize(10);
    assertThat(logits(network, 3)).isEqualTo(text("every-layer-v1.logits"));
    assertThat(network.toBytes()).isEqualTo(bytes("every-layer-v1.bnn"));
  }

  @Example
  void aFileOfVersionTwoStaysReadable() {
    PackedNetwork network = PackedNetwork.read(resource("every-node-v2.bnn"));

    assertThat(network.graph().layers().stream().map(PackedLayer::kind).collect(Collectors.toSet()))
        .contains(PackedLayer.Kind.values());
    assertThat(network.graph().nodes().toString()).contains("ADD").contains("CONCAT");
    assertThat(logits(network, 3)).isEqualTo(text("every-node-v2.logits"));
    assertThat(network.toBytes()).isEqualTo(bytes("every-node-v2.bnn"));
  }

  @Example
  void logitsOfBinaryNetworksDoNotChangeByABit() {
    assertThat(logits(RandomNetworks.ninXnor(1), 20)).isEqualTo(text("nin-xnor.logits"));
    assertThat(logits(RandomNetworks.ninGcXnor(1), 20)).isEqualTo(text("nin-gc-xnor.logits"));
  }

  /** Returns the logits of some noise, a line an image, to the last bit. */
  static List<String> logits(PackedNetwork network, int images) {
    Random random = new Random(1);
    Session session = network.newSession();
    return Stream.generate(
            () -> {
              byte[] pixels = new byte[network.input().bytes()];
              random.nextBytes(pixels);
              StringBuilder line = new StringBuilder();
              for (float logit : session.logits(pixels)) {
                line.append(line.isEmpty() ? "" : " ").append(Float.toHexString(logit));
              }
              return line.toString();
            })
        .limit(images)
        .toList();
  }

  private static List<String> text(String name) {
    return new String(bytes(name), StandardCharsets.US_ASCII).lines().toList();
  }

  private static byte[] bytes(String name) {
    try (InputStream in = resource(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(GoldenTest.class.getResourceAsStream(name), name);
  }
}
