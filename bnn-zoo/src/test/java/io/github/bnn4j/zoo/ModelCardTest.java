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
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class ModelCardTest {
  private static final ModelCard CARD =
      new ModelCard(
          "abc",
          Optional.of("def"),
          77.68,
          13,
          Duration.ofSeconds(2557),
          "nin-xnor version 1, cycle 1: Adam, cosine from 0.01",
          "runs\\first\\weights.safetensors",
          "1c23de6");

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
        "checkpoint.sha256",
        "test.top1",
        "training.epochs",
        "training.seconds",
        "training.recipe",
        "training.start",
        "training.commit"
      })
  void everythingElseIsRequired(String key) {
    String text = CARD.text().replaceAll("(?m)^" + key + "=.*$", "");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text))
        .withMessage("The model card has no " + key + ".");
  }

  private static ModelCard read(String text) throws IOException {
    return ModelCard.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
