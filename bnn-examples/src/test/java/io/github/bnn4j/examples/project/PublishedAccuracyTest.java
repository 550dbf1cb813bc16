// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.ModelCard;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The accuracies that are published, on README.md and on model cards, are those of the weights that
 * are shipped. Those of binary networks are counted by {@code GoldenLogitsTest}.
 */
class PublishedAccuracyTest {
  private static final Path README = Path.of("..", "README.md");

  @ParameterizedTest
  @MethodSource("floatNetworks")
  void floatNetworksRecogniseAsManyTestImagesAsTheirCardsSay(PretrainedWeights weights) {
    Architecture architecture = weights.architecture();
    int correct =
        FloatEvaluation.run(
                weights.network(),
                architecture.input(),
                architecture.labels(),
                Cifar10Dataset.embeddedTest(),
                done -> {})
            .correct();

    // to the image on the machine that published them; other CPUs sum floats in another order
    assertThat(correct).isCloseTo((int) Math.round(100 * weights.card().top1()), within(3));
  }

  static Stream<PretrainedWeights> floatNetworks() {
    return PretrainedWeights.all().stream().filter(it -> !it.architecture().binary());
  }

  @Test
  void theTableOfResultsSaysWhatTheCardsSay() throws IOException {
    List<String> lines = Files.readAllLines(README);
    for (PretrainedWeights weights : PretrainedWeights.all()) {
      ModelCard card = weights.card();
      String row =
          lines.stream()
              .filter(line -> line.startsWith("| `" + weights.architecture().name() + "` | "))
              .findFirst()
              .orElseThrow();
      String by =
          card.origin()
              .trainedBy()
              .replaceFirst("^PyTorch [0-9.]+", "in PyTorch")
              .replaceFirst("this library$", "by this library");

      assertThat(row)
          .contains(String.format(Locale.ROOT, "| %.2f %% |", card.top1()))
          .contains("| " + by + " |");
    }
  }
}
