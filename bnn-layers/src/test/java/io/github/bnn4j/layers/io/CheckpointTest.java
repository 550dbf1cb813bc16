// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Mixup;
import io.github.bnn4j.layers.train.augment.ShiftAndFlip;
import io.github.bnn4j.layers.train.optimizer.Adam;
import io.github.bnn4j.layers.train.optimizer.AdamW;
import io.github.bnn4j.layers.train.optimizer.Bop;
import io.github.bnn4j.layers.train.optimizer.LatentAndRest;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.layers.train.optimizer.Sgd;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("locale")
class CheckpointTest {

  private static final Map<String, String> METADATA = Map.of("made by", "a test");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("checkpoint.safetensors");
  }

  @Test
  void aNetworkSurvivesARoundTrip() {
    Network network = network(1);
    Checkpoint.save(file, network, METADATA, SafeTensors.Precision.F32);
    Network other = network(2);

    assertThat(Checkpoint.load(file, other))
        .containsAllEntriesOf(METADATA)
        .containsEntry("layers", network.description());

    assertThat(TinyNetworks.values(other)).isEqualTo(TinyNetworks.values(network));
  }

  @Test
  void halfPrecisionRoundsWeightsOnly() {
    Network network = network(1);
    network.parameters().get("norm1.running_var").value().assign(0.1f);
    Checkpoint.save(file, network, METADATA, SafeTensors.Precision.F16);
    Network other = network(2);

    Checkpoint.load(file, other);

    Map<String, List<Float>> expected = new LinkedHashMap<>(TinyNetworks.values(network));
    expected.replaceAll(
        (name, values) ->
            name.matches("conv.*\\.weight")
                ? values.stream().map(v -> HalfFloat.toFloat(HalfFloat.fromFloat(v))).toList()
                : values);
    assertThat(TinyNetworks.values(other)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1.weight, NaN, 'conv1.weight[15, 2, 2, 2] is NaN, but must be finite'",
    "conv2.weight, -Infinity, 'conv2.weight[15, 2, 2, 7] is -Infinity, but must be finite'",
    "norm1.running_mean, Infinity, 'norm1.running_mean[15] is Infinity, but must be finite'",
    "norm2.running_var, -1, 'norm2.running_var[15] is -1.0, but a variance is at least 0'"
  })
  void numbersThatNoNetworkHasAreRefusedByNameAndIndex(String name, float value, String reason) {
    Network broken = network(1);
    INDArray array = broken.parameters().get(name).value();
    array.data().put(array.length() - 1, value);
    Checkpoint.save(file, broken, METADATA, SafeTensors.Precision.F32);
    Network network = network(2);
    Object before = TinyNetworks.values(network);

    assertThatThrownBy(() -> Checkpoint.load(file, network))
        .isInstanceOf(BnnFormatException.class)
        .hasMessage(file + ", byte 8: " + reason);
    assertThat(TinyNetworks.values(network)).isEqualTo(before);
  }

  @Test
  void theFileOfANetworkOfOtherSizesIsRefused() {
    Checkpoint.save(file, TinyNetworks.binary(9), METADATA, SafeTensors.Precision.F32);
    Network network = network(1);
    Object before = TinyNetworks.values(network);

    assertThatThrownBy(() -> Checkpoint.load(file, network))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageContaining(
            "conv3.weight has the shape [9, 1, 1, 16], not [4, 1, 1, 16] as this network's")
        .hasMessageNotContaining("\n");
    assertThat(TinyNetworks.values(network)).isEqualTo(before);
  }

  @Test
  void theFileOfASmallerOrALargerNetworkIsRefused() {
    Network small =
        Network.builder(TinyNetworks.INPUT)
            .add("conv1", new Conv2d(new ConvGeometry(3, 16, 3, 1, 1, 1)))
            .build();
    Checkpoint.save(file, small, METADATA, SafeTensors.Precision.F32);
    Network network = network(1);
    Object before = TinyNetworks.values(network);

    assertThatThrownBy(() -> Checkpoint.load(file, network))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageContaining("it has no norm1.weight, so it is of another network or optimizer");
    assertThat(TinyNetworks.values(network)).isEqualTo(before);

    Checkpoint.save(file, network, METADATA, SafeTensors.Precision.F32);
    Object smallBefore = TinyNetworks.values(small);
    assertThatThrownBy(() -> Checkpoint.load(file, small))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageContaining("it also has norm1.weight, so it is of another network or optimizer");
    assertThat(TinyNetworks.values(small)).isEqualTo(smallBefore);
  }

  @Test
  void theFileOfANetworkOfOtherLayersIsRefusedThoughItsParametersAreTheSame() {
    ConvGeometry geometry = new ConvGeometry(3, 4, 3, 1, 1, 1);
    Network real = of(new Conv2d(geometry));
    Network binary = of(new BinConv2d(geometry, WeightGradient.CORRECTED));
    Network wide = of(new Conv2d(new ConvGeometry(3, 4, 3, 2, 1, 1)));
    Network rectified =
        Network.builder(TinyNetworks.INPUT)
            .add("conv", new Conv2d(geometry))
            .add("relu", new ReLU())
            .build();
    Checkpoint.save(file, real, METADATA, SafeTensors.Precision.F32);

    for (Network other : List.of(binary, wide, rectified)) {
      assertThatThrownBy(() -> Checkpoint.load(file, other))
          .isInstanceOf(BnnFormatException.class)
          .hasMessageContaining("it is of another network, with '");
    }
    assertThatThrownBy(() -> Checkpoint.load(file, binary))
        .hasMessageContaining(
            "with 'conv: Conv2d 3 -> 4, kernel 3, stride 1, padding 1, groups 1' instead of "
                + "'conv: BinConv2d 3 -> 4, kernel 3, stride 1, padding 1, groups 1'");
    assertThatThrownBy(() -> Checkpoint.load(file, rectified))
        .hasMessageContaining("with 'nothing' instead of 'relu: ReLU'");
  }

  @Test
  void aFileThatDoesNotDescribeItsLayersIsTakenByNamesAndShapes() {
    Network network = network(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, p) ->
                tensors.put(name, new Tensor(p.value().shape(), p.value().data().asFloat())));
    new SafeTensors(tensors, Map.of()).write(file, SafeTensors.Precision.F32);
    Network other = network(2);

    Checkpoint.load(file, other);

    assertThat(TinyNetworks.values(other)).isEqualTo(TinyNetworks.values(network));
  }

  private static Network of(Layer layer) {
    return Network.builder(TinyNetworks.INPUT).add("conv", layer).build();
  }

  @Test
  void aTrainingCanBeLoadedAsANetwork() {
    Network network = network(1);
    try (Trainer trainer = trainer(network, Optimizer.ADAM)) {
      Checkpoint.save(file, network, trainer, METADATA);
    }
    Network other = network(2);

    assertThat(Checkpoint.load(file, other)).containsEntry("epochs_done", "0");

    assertThat(TinyNetworks.values(other)).isEqualTo(TinyNetworks.values(network));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aResumedTrainingEndsInTheSameBitsAsOneThatWasNotStopped(Optimizer optimizer) {
    Network whole = network(1);
    EpochResult expected;
    try (Trainer trainer = trainer(whole, optimizer)) {
      trainer.runEpoch();
      trainer.runEpoch();
      trainer.runEpoch();
      expected = trainer.runEpoch();
    }
    Network stopped = network(1);
    try (Trainer trainer = trainer(stopped, optimizer)) {
      trainer.runEpoch();
      trainer.runEpoch();
      Checkpoint.save(file, stopped, trainer, METADATA);
    }

    Network resumed = network(99);
    try (Trainer trainer = trainer(resumed, optimizer)) {
      assertThat(Checkpoint.resume(file, resumed, trainer)).containsAllEntriesOf(METADATA);
      assertThat(trainer.epochsDone()).isEqualTo(2);
      trainer.runEpoch();
      EpochResult last = trainer.runEpoch();

      assertThat(last.training()).isEqualTo(expected.training());
      assertThat(last.validation()).isEqualTo(expected.validation());
      assertThat(last.learningRate()).isEqualTo(expected.learningRate());
    }
    assertThat(TinyNetworks.values(resumed)).isEqualTo(TinyNetworks.values(whole));
  }

  @Test
  void aTrainingIsNotResumedFromANetworkAlone() {
    Checkpoint.save(file, network(1), METADATA, SafeTensors.Precision.F32);

    assertNotResumed(Optimizer.ADAM, "it holds no training: epochs_done is ''");
  }

  @Test
  void aTrainingIsNotResumedWithAnotherOptimizer() {
    Network network = network(1);
    try (Trainer trainer = trainer(network, Optimizer.ADAM)) {
      Checkpoint.save(file, network, trainer, METADATA);
    }
    assertNotResumed(
        Optimizer.SGD,
        "it also has optimizer/conv1.weight/M, so it is of another network or optimizer");

    try (Trainer trainer = trainer(network, Optimizer.SGD)) {
      Checkpoint.save(file, network, trainer, METADATA);
    }
    assertNotResumed(
        Optimizer.ADAM,
        "it has no optimizer/conv1.weight/M, so it is of another network or optimizer");
  }

  @Test
  void aTrainingIsNotResumedAfterItsEnd() {
    Network network = network(1);
    try (Trainer trainer = trainer(network, Optimizer.SGD)) {
      Checkpoint.save(file, network, trainer, METADATA);
    }
    new SafeTensors(SafeTensors.read(file).tensors(), Map.of("epochs_done", "5"))
        .write(file, SafeTensors.Precision.F32);

    assertNotResumed(Optimizer.SGD, "A training of 4 epochs cannot go on after 5.");
  }

  /** And neither the network nor the trainer is changed. */
  private void assertNotResumed(Optimizer optimizer, String reason) {
    Network network = network(2);
    Object before = TinyNetworks.values(network);
    try (Trainer trainer = trainer(network, optimizer)) {
      assertThatThrownBy(() -> Checkpoint.resume(file, network, trainer))
          .isInstanceOfAny(BnnFormatException.class, IllegalArgumentException.class)
          .hasMessageEndingWith(reason);
      assertThat(trainer.epochsDone()).isZero();
    }
    assertThat(TinyNetworks.values(network)).isEqualTo(before);
  }

  private static Network network(long seed) {
    Network network = TinyNetworks.binary(PatternImages.CLASSES);
    network.initialize(seed);
    return network;
  }

  private static Trainer trainer(Network network, Optimizer optimizer) {
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(PatternImages.SPEC)
            .setEpochs(4)
            .setOptimizer(optimizer)
            .setSchedule(Schedule.cosine(0.01, 0.001).withWarmUp(0.15))
            .optBatch(8)
            .optAugmentation(new ShiftAndFlip(1, true))
            .optLabelSmoothing(0.1)
            .optWeightDecay(1e-3)
            .optClipNorm(2)
            .optAveraging(0.9)
            .optMixing(new Mixup(0.5))
            .optSeed(5)
            .build();
    return Trainer.builder(network, PatternImages.of(44, 1), config)
        .optValidation(PatternImages.of(12, 2))
        .build();
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.ADAM,
        Optimizer.SGD,
        new Adam(0.8, 0.99, 1e-7),
        new AdamW(0.01),
        new Sgd(0.5),
        new Sgd(0.5, false),
        new Sgd(0),
        new LatentAndRest(new Bop(0.01, 1e-8), Optimizer.ADAM));
  }
}
