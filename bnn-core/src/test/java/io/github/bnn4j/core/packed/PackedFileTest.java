// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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
    boolean known = network.graph().layers().stream().allMatch(layer -> layer.kind().tag() <= 10);
    boolean first = network.graph().isChain() && known;
    assertThat(file[8]).as("version").isEqualTo((byte) (first ? 1 : 2));
    if (!first) {
      assertThat(read.graph()).as("with names").isEqualTo(network.graph());
    }
  }

  @Test
  void ninXnorTakesAboutTwoHundredKilobytes() {
    assertThat(RandomNetworks.ninXnor(3).toBytes()).hasSizeBetween(180_000, 200_000);
  }
}
