// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.ModelCard;
import io.github.bnn4j.zoo.Recipe;
import io.github.bnn4j.zoo.train.HistoryFile;
import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that this project knows nothing of, from its recipe to a shelf of its owner's. */
class OwnNetworkTest {

  private static final Architecture OWN = new Halves(2);
  private static final ImageDataset IMAGES = brightOnOneSide(64, 1);

  @TempDir private static Path directory;
  private static TrainingRun.Result trained;

  @BeforeAll
  static void train() {
    Recipe recipe =
        new Recipe(
            "halves",
            1,
            OWN,
            List.of(
                TrainingConfig.builder()
                    .setInput(OWN.input())
                    .setEpochs(3)
                    .setOptimizer(Optimizer.ADAM)
                    .setSchedule(Schedule.cosine(0.01, 0))
                    .optBatch(16)
                    .build()));
    trained = TrainingRun.builder(recipe, IMAGES, directory.resolve("run")).build().start();
  }

  @Test
  void isSummarised() {
    assertThat(OWN.complexity().parameters()).isEqualTo(8 * 9 + 8 + 2 * 8 + 2 * 9 * 8 + 2);
    assertThat(OWN.complexity().binaryMacs()).isEqualTo(2 * 9 * 8 * 8 * 8);
  }

  @Test
  void isTrainedAndPacked() {
    PackedNetwork packed = PackedNetwork.read(trained.packed());

    assertThat(packed.name()).isEqualTo("halves");
    assertThat(packed.labels()).containsExactly("left", "right");
    assertThat(trained.history()).hasSize(3);
  }

  @Test
  void isShippedToAShelfOfItsOwn() throws IOException {
    Shipping.Shelf shelf =
        new Shipping.Shelf(directory.resolve("weights"), directory.resolve("histories"));

    Shipping.Result shipped =
        Shipping.ship(trained.directory(), OWN, shelf, brightOnOneSide(40, 2), done -> {});

    ModelCard card = ModelCard.read(shelf.weights().resolve("halves.properties"));
    assertThat(card).isEqualTo(shipped.card());
    assertThat(card.origin().trainedBy()).isEqualTo("this library");
    assertThat(PackedNetwork.read(shelf.weights().resolve("halves.bnn")).labels())
        .isEqualTo(OWN.labels());
    assertThat(HistoryFile.read(shelf.histories().resolve("halves-3/history.csv")))
        .extracting(HistoryRow::epoch)
        .containsExactly(1, 2, 3);
  }

  @Test
  void isNotShippedAsOneOfTheZoo() {
    Path repository = Path.of("..");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shipping.ship(trained.directory(), repository, IMAGES, done -> {}))
        .withMessageEndingWith("are of the network halves, not of the zoo.");
  }

  private static ImageDataset brightOnOneSide(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * 64];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int label = i % 2;
      labels[i] = label;
      for (int p = 0; p < 64; p++) {
        boolean bright = p % 8 / 4 == label;
        pixels[i * 64 + p] = (byte) (random.nextInt(100) + (bright ? 100 : 0));
      }
    }
    return new ImageDataset(OWN.network().input(), 2, pixels, labels);
  }

  private record Halves(int classes) implements Architecture {

    @Override
    public String name() {
      return "halves";
    }

    @Override
    public ImageSpec input() {
      return new ImageSpec(8, 8, 1, new float[] {128}, new float[] {64});
    }

    @Override
    public List<String> labels() {
      return IntStream.range(0, classes).mapToObj(i -> i == 0 ? "left" : "right").toList();
    }

    @Override
    public Network network() {
      return Network.builder(new FeatureShape(8, 8, 1))
          .add("first", new Conv2d(new ConvGeometry(1, 8, 3, 1, 1, 1)))
          .add("norm", new BatchNorm(8))
          .add("sign", new BinActiv())
          .add(
              "conv",
              new BinConv2d(new ConvGeometry(8, classes, 3, 1, 1, 1), WeightGradient.CORRECTED))
          .add("pool", Pool.average(8, 8, 0))
          .build();
    }

    @Override
    public Architecture withClasses(int other) {
      return new Halves(other);
    }
  }
}
