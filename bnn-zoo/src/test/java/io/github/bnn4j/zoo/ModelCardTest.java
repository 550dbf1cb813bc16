// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class ModelCardTest {
  private static final Origin ORIGIN =
      new Origin(
          Origin.THIS_LIBRARY,
          "AMD EPYC, 2 cores",
          "runs\\first\\weights.safetensors",
          Optional.of("PyTorch 2.11"),
          13,
          Optional.of(Duration.ofSeconds(2557)),
          "nin-xnor version 1, cycle 1: Adam, cosine from 0.01",
          Optional.of("nin"),
          "./bnn train",
          Optional.of("1c23de6"));

  private static final ModelCard CARD =
      new ModelCard(
          "abc",
          Optional.of("def"),
          77.68,
          Optional.of(new ModelCard.Validation("5000 with fingerprint 1c23", 78.5)),
          "the first weights of this network",
          ORIGIN);

  @Test
  void cardIsReadAsItWasWritten() throws IOException {
    assertThat(read(CARD.text())).isEqualTo(CARD);
  }

  @Test
  void floatNetworksHaveNoPackedFile() throws IOException {
    String text = CARD.text().replace("packed.sha256=def\n", "");

    assertThat(read(text).packedSha256()).isEmpty();
    assertThat(read(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validation.images",
        "training.seconds",
        "training.teacher",
        "training.commit",
        "training.start.framework"
      })
  void whatDoesNotApplyIsLeftOut(String key) throws IOException {
    String text = without(key);

    assertThat(read(text)).isNotEqualTo(CARD);
    assertThat(read(text).text()).doesNotContain(key + "=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint.sha256",
        "test.top1",
        "selection",
        "training.framework",
        "training.device",
        "training.start",
        "training.epochs",
        "training.recipe",
        "training.script"
      })
  void everythingElseIsRequired(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(without(key)))
        .withMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({"test.top1, 77.68", "validation.top1, 78.5"})
  void accuraciesAreNumbers(String key, String value) {
    String wrong = CARD.text().replace(key + "=" + value, key + "=high");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(wrong))
        .withMessage(key + " must be a number, not 'high'.");
  }

  private static String without(String key) {
    return CARD.text().replaceAll("(?m)^" + key + "=.*$", "");
  }

  private static ModelCard read(String text) throws IOException {
    return ModelCard.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
