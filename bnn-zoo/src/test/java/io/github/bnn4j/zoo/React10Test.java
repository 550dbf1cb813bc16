// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.data.IdxImages;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class React10Test {
  private static final ResNetArchitecture REACT10 = ResNetArchitecture.REACT10;

  @TempDir private Path directory;

  @Test
  void filesAsThoseOfMnistBecomeAPackedNetwork() throws IOException {
    Network network = REACT10.network();
    network.initialize(1);
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(REACT10.input())
            .setEpochs(3)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.004, 0))
            .optBatch(10)
            .build();
    ImageDataset images = stripesInFiles(40);
    List<EpochResult> epochs;
    try (Trainer trainer = Trainer.builder(network, images, config).build()) {
      epochs = trainer.run();
    }

    assertThat(network.input()).isEqualTo(new FeatureShape(28, 28, 1));
    assertThat(epochs.get(2).training().loss()).isLessThan(epochs.get(0).training().loss());
    PackedNetwork packed = Packer.pack(network, REACT10.name(), REACT10.input(), REACT10.labels());
    assertThat(packed.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(packed.classify(images.subset(0, 1).pixels(), 1).get(0).label())
        .isIn(REACT10.labels());
  }

  /** Each class is bright in rows of its own. */
  private ImageDataset stripesInFiles(int count) throws IOException {
    Random random = new Random(1);
    ByteBuffer images = ByteBuffer.allocate(16 + count * 28 * 28);
    images.putInt(0x803).putInt(count).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) (i % 10));
      for (int pixel = 0; pixel < 28 * 28; pixel++) {
        boolean bright = pixel / 28 / 2 == i % 10;
        images.put((byte) (random.nextInt(100) + (bright ? 150 : 0)));
      }
    }
    return IdxImages.read(gzip("images.gz", images), gzip("labels.gz", labels), 10);
  }

  private Path gzip(String name, ByteBuffer content) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(content.array());
    }
    return file;
  }
}
