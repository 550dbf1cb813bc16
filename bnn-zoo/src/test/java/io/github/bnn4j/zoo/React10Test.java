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
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class React10Test {
  private static final ResNetArchitecture REACT10 = ResNetArchitecture.REACT10;

  @Test
  void greyImagesOf28PixelsAreLearnedAndPacked() {
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
    ImageDataset images = stripes(40);
    List<EpochResult> epochs;
    try (Trainer trainer = Trainer.builder(network, images, config).build()) {
      epochs = trainer.run();
    }

    assertThat(network.input()).isEqualTo(new FeatureShape(28, 28, 1));
    assertThat(epochs.get(2).training().loss()).isLessThan(epochs.get(0).training().loss());
    PackedNetwork packed = Packer.pack(network, REACT10.name(), REACT10.input(), REACT10.labels());
    assertThat(packed.classify(images.subset(0, 1).pixels(), 1).get(0).label())
        .isIn(REACT10.labels());
  }

  /** Each class is bright in rows of its own. */
  private static ImageDataset stripes(int count) {
    Random random = new Random(1);
    byte[] pixels = new byte[count * 28 * 28];
    int[] labels = new int[count];
    for (int i = 0; i < pixels.length; i++) {
      int image = i / (28 * 28);
      labels[image] = image % 10;
      boolean bright = i / 28 % 28 / 2 == labels[image];
      pixels[i] = (byte) (random.nextInt(100) + (bright ? 150 : 0));
    }
    return new ImageDataset(new FeatureShape(28, 28, 1), 10, pixels, labels);
  }
}
