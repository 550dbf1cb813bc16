// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.core.shape.Window;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFileTest {

  @Test
  void aNetworkComesBackFromItsFileAsItWas(@TempDir Path folder) {
    PackedNetwork network = RandomNetworks.ninGcXnor(1);

    network.write(folder.resolve("net.bnn"));
    PackedNetwork read = PackedNetwork.read(folder.resolve("net.bnn"));

    assertThat(read.name()).isEqualTo(network.name());
    assertThat(read.input()).isEqualTo(network.input());
    assertThat(read.labels()).isEqualTo(network.labels());
    assertThat(read.graph()).isEqualTo(network.graph());
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("net.bnn"));
  }

  @Test
  void aMappedFileIsReadFromItsPositionOn(@TempDir Path folder) throws IOException {
    byte[] file = RandomNetworks.ninXnor(4).toBytes();
    Path padded = folder.resolve("padded");
    Files.write(padded, ByteBuffer.allocate(file.length + 5).put(5, file).array());
    try (FileChannel channel = FileChannel.open(padded)) {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());

      assertThat(PackedNetwork.read(mapped.position(5)).toBytes()).isEqualTo(file);
      assertThat(mapped.hasRemaining()).isFalse();
    }
  }

  @Test
  void equalNetworksHaveEqualFiles() {
    byte[] file = RandomNetworks.ninXnor(2).toBytes();

    assertThat(PackedNetwork.read(new ByteArrayInputStream(file)).toBytes()).isEqualTo(file);
  }

  @Property(tries = 200)
  void anyNetworkComesBackFromItsFile(@ForAll long seed) {
    PackedNetwork network = AnyNetwork.of(seed);
    byte[] file = network.toBytes();

    PackedNetwork read = PackedNetwork.read(new ByteArrayInputStream(file));

    assertThat(read.graph().layers()).isEqualTo(network.graph().layers());
    assertThat(read.toBytes()).isEqualTo(file);
    boolean known =
        network.graph().layers().stream()
            .allMatch(
                layer ->
                    layer.kind().tag() <= 10 && layer.slides().stream().allMatch(Window::isSquare));
    boolean first = network.graph().isChain() && known;
    assertThat(file[8]).as("version").isEqualTo((byte) (first ? 1 : 2));
    if (!first) {
      assertThat(read.graph()).as("with names").isEqualTo(network.graph());
    }
  }

  @Test
  void windowsThatVersionOneHasNoRoomForMakeVersionTwo() {
    for (Window window :
        List.of(
            new Window(new Window.Axis(2, 1, 0, 0), new Window.Axis(3, 1, 0, 0)),
            new Window(new Window.Axis(2, 1, 0, 1), new Window.Axis(2, 1, 0, 1)),
            new Window(64, 1, 0),
            new Window(1, 64, 0))) {
      PackedNetwork network =
          PackedNetwork.builder()
              .setName("window")
              .setInput(new ImageSpec(70, 70, 1, new float[1], new float[] {1}))
              .setLabels(List.of("any"))
              .add(new MaxPool(window))
              .add(new AvgPool(Window.all(behind(window))))
              .build();
      byte[] file = network.toBytes();

      assertThat(file[8]).isEqualTo((byte) 2);
      assertThat(PackedNetwork.read(new ByteArrayInputStream(file)).graph().layers())
          .isEqualTo(network.graph().layers());
    }
  }

  private static FeatureShape behind(Window window) {
    return new FeatureShape(70, 70, 1).through(window, 1);
  }

  @Test
  void ninXnorTakesAboutTwoHundredKilobytes() {
    assertThat(RandomNetworks.ninXnor(3).toBytes()).hasSizeBetween(180_000, 200_000);
  }
}
