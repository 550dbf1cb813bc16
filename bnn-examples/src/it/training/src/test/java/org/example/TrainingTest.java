package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final FeatureShape IMAGE = new FeatureShape(6, 6, 1);
  private static final ImageSpec INPUT =
      new ImageSpec(6, 6, 1, new float[] {127}, new float[] {73});
  private static final int IMAGES = 64;

  /** Learns which images have a bright upper half, packs what it learnt, and classifies. */
  @Test
  void trainsPacksAndClassifies() {
    Network network =
        Network.builder(IMAGE)
            .add("first", new Conv2d(new ConvGeometry(1, 16, 3, 1, 1, 1)))
            .add("norm", new BatchNorm(16))
            .add("sign", new BinActiv())
            .add("binary", new BinConv2d(new ConvGeometry(16, 16, 3, 1, 1, 1), WeightGradient.CORRECTED))
            .add("relu", new ReLU())
            .add("last", new Conv2d(new ConvGeometry(16, 2, 6, 1, 0, 1)))
            .build();
    network.initialize(1);
    ImageDataset images = halves();
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(INPUT)
            .setEpochs(15)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(0.01, 0))
            .optBatch(16)
            .build();
    try (Trainer trainer = Trainer.builder(network, images, config).build()) {
      trainer.run();
    }

    PackedNetwork packed = Packer.pack(network, "halves", INPUT, List.of("lower", "upper"));

    int right = 0;
    for (int i = 0; i < IMAGES; i++) {
      byte[] pixels = images.subset(i, i + 1).pixels();
      String label = packed.classify(pixels, 1).get(0).label();
      right += label.equals(images.labels()[i] == 1 ? "upper" : "lower") ? 1 : 0;
    }
    assertEquals(IMAGES, right);
  }

  private static ImageDataset halves() {
    Random random = new Random(1);
    byte[] pixels = new byte[IMAGES * IMAGE.size()];
    random.nextBytes(pixels);
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % 2;
      int bright = i * IMAGE.size() + (labels[i] == 1 ? 0 : IMAGE.size() / 2);
      Arrays.fill(pixels, bright, bright + IMAGE.size() / 2, (byte) 240);
    }
    return new ImageDataset(IMAGE, 2, pixels, labels);
  }
}
