// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.ModelCard;
import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.train.HistoryFile;
import io.github.bnn4j.zoo.train.HistoryRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippingTest {
  private static final Origin ORIGIN =
      new Origin(
          "PyTorch 2.11",
          "NVIDIA H200",
          "random weights",
          Optional.empty(),
          2,
          Optional.of(Duration.ofSeconds(30)),
          "Adam",
          Optional.of("resnet12"),
          "train.py",
          Optional.empty());

  private static ImageDataset test;
  @TempDir private Path directory;
  private Path run;
  private Path zoo;

  @BeforeAll
  static void readImages() {
    test = Cifar10Dataset.embeddedTest().subset(0, 100);
  }

  @BeforeEach
  void makeDirectories() throws IOException {
    run = Files.createDirectory(directory.resolve("run"));
    zoo =
        Files.createDirectories(
            directory.resolve("bnn-zoo/src/main/resources/io/github/bnn4j/zoo"));
    HistoryFile.write(run.resolve("history.csv"), List.of(row(1, 10), row(2, 20.4), row(3, 9)));
  }

  private static HistoryRow row(int epoch, double seconds) {
    return new HistoryRow(epoch, 0.01, 1.5, 50, Double.NaN, Double.NaN, seconds, 250, 1, 1, 1);
  }

  private void save(NinArchitecture architecture) {
    save(architecture, 1, Map.of());
  }

  private void save(NinArchitecture architecture, long seed, Map<String, String> validation) {
    Network network = architecture.network();
    network.initialize(seed);
    Map<String, String> metadata = new HashMap<>(ORIGIN.entries());
    metadata.put("network", architecture.name());
    validation.forEach(metadata::put);
    Checkpoint.save(
        run.resolve("weights.safetensors"), network, metadata, SafeTensors.Precision.F16);
  }

  @Test
  void binaryNetworkIsShippedPackedAndAsCheckpointWithItsCardAndHistory() throws Exception {
    save(NinArchitecture.NIN_XNOR);

    Shipping.Result shipped = Shipping.ship(run, directory, test, done -> {});

    ModelCard card = ModelCard.read(zoo.resolve("nin-xnor.properties"));
    assertThat(card).isEqualTo(shipped.card());
    assertThat(card.top1()).isEqualTo(shipped.test().top1());
    assertThat(card.origin()).isEqualTo(ORIGIN);
    assertThat(card.selection()).isEqualTo("the first weights of this network");
    assertThat(sha256(zoo.resolve("nin-xnor.safetensors"))).isEqualTo(card.checkpointSha256());
    assertThat(sha256(zoo.resolve("nin-xnor.bnn"))).isEqualTo(card.packedSha256().orElseThrow());
    assertThat(PackedNetwork.read(zoo.resolve("nin-xnor.bnn")).name()).isEqualTo("nin-xnor");
    assertThat(HistoryFile.read(directory.resolve("docs/experiments/nin-xnor-2/history.csv")))
        .extracting(HistoryRow::epoch)
        .containsExactly(1, 2);
  }

  @Test
  void weightsThatChangeMeanwhileAreShippedAsTheyWereMeasured() throws Exception {
    save(NinArchitecture.NIN_XNOR);
    byte[] measured = Files.readAllBytes(run.resolve("weights.safetensors"));

    Shipping.ship(run, directory, test, done -> save(NinArchitecture.NIN_XNOR, 2, Map.of()));

    assertThat(run.resolve("weights.safetensors")).binaryContent().isNotEqualTo(measured);
    assertThat(zoo.resolve("nin-xnor.safetensors")).hasBinaryContent(measured);
  }

  @Test
  void floatNetworkIsShippedWithoutAPackedFile() throws Exception {
    save(NinArchitecture.NIN);

    Shipping.ship(run, directory, test, done -> {});

    assertThat(ModelCard.read(zoo.resolve("nin.properties")).packedSha256()).isEmpty();
    assertThat(zoo.resolve("nin.bnn")).doesNotExist();
    assertThat(sha256(zoo.resolve("nin.safetensors")))
        .isEqualTo(sha256(run.resolve("weights.safetensors")));
  }

  @Test
  void weightsThatAreNoBetterStayWhereTheyAre() throws Exception {
    save(NinArchitecture.NIN_XNOR);
    Shipping.ship(run, directory, test, done -> {});
    Files.delete(zoo.resolve("nin-xnor.bnn"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shipping.ship(run, directory, test, done -> {}))
        .withMessageContaining("is no better than the")
        .withMessageEndingWith("nothing was written.");
    assertThat(zoo.resolve("nin-xnor.bnn")).doesNotExist();
  }

  @Test
  void heldOutTrainingImagesDecideWhereBothTrainingsHaveTheSame() throws Exception {
    save(NinArchitecture.NIN_XNOR, 1, heldOut(80));
    Shipping.ship(run, directory, test, done -> {});

    save(NinArchitecture.NIN_XNOR, 2, heldOut(79.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shipping.ship(run, directory, test, done -> {}))
        .withMessage(
            "79.50 % of held-out training images, 50 with fingerprint 1c23 is no better than the"
                + " 80.00 % that nin-xnor is shipped with; nothing was written.");

    save(NinArchitecture.NIN_XNOR, 2, heldOut(81));
    ModelCard card = Shipping.ship(run, directory, test, done -> {}).card();
    assertThat(card.selection())
        .isEqualTo(
            "better than those before (80.00 %) on held-out training images, 50 with fingerprint"
                + " 1c23");
    assertThat(card.validation())
        .contains(new ModelCard.Validation("50 with fingerprint 1c23", 81));
  }

  private Map<String, String> heldOut(double top1) throws IOException {
    HistoryFile.write(
        run.resolve("history.csv"),
        List.of(new HistoryRow(2, 0, 1.5, 50, 0, top1, 20, 250, 1, 1, 1)));
    return Map.of("validation_images", "50 with fingerprint 1c23");
  }

  @Test
  void weightsWithoutOriginAreRefused() {
    Network network = NinArchitecture.NIN.network();
    Checkpoint.save(
        run.resolve("weights.safetensors"),
        network,
        Map.of("network", "nin"),
        SafeTensors.Precision.F16);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shipping.ship(run, directory, test, done -> {}))
        .withMessage("Of the training, training.framework is not known.");
  }

  @Test
  void otherDirectoriesAreNoRepository() {
    save(NinArchitecture.NIN_XNOR);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shipping.ship(run, run, test, done -> {}))
        .withMessageContaining("run this at the top of the repository");
  }

  private static String sha256(Path file) throws IOException {
    return DigestUtils.sha256Hex(Files.readAllBytes(file));
  }
}
