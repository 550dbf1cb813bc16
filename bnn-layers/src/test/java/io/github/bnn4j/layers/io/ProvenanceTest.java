// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.layers.PatternImages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  private static final Provenance PROVENANCE = of("bright", "dark");

  private static Provenance of(String... labels) {
    return Provenance.of(
        List.of(labels),
        PatternImages.of(8, 1),
        Optional.of(PatternImages.of(4, 2)),
        Optional.of(PatternImages.of(2, 3)));
  }

  @Test
  void metadataTellTheClassesAndTheImagesOfEachPart() {
    Map<String, String> metadata = PROVENANCE.metadata();

    assertThat(metadata)
        .containsOnlyKeys("labels", "training_images", "validation_images", "test_images")
        .containsEntry("labels", "bright\ndark")
        .containsEntry(
            "training_images", "8 with fingerprint " + PatternImages.of(8, 1).fingerprint());
    assertThat(Provenance.labels(metadata)).contains(List.of("bright", "dark"));
  }

  @Test
  void aTrainingGoesOnWithTheSameClassesAndImages() {
    assertThatCode(() -> PROVENANCE.requireSame("file", of("bright", "dark").metadata()))
        .doesNotThrowAnyException();
  }

  @Test
  void whatAnOlderCheckpointDoesNotRecordCannotDiffer() {
    assertThatCode(() -> PROVENANCE.requireSame("file", Map.of())).doesNotThrowAnyException();
    assertThat(Provenance.labels(Map.of())).isEmpty();
  }

  @Test
  void otherClassesAreRefusedAndBothAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("Black", "bright").requireSame("file", PROVENANCE.metadata()))
        .withMessage(
            "file is of a training with other classes: bright, dark; here they are Black,"
                + " bright.");
  }

  @Test
  void amongManyClassesTheFirstThatDifferIsNamed() {
    String[] theirs = IntStream.range(0, 100).mapToObj(i -> "c" + i).toArray(String[]::new);
    String[] ours = theirs.clone();
    ours[98] = "new";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(ours).requireSame("file", of(theirs).metadata()))
        .withMessage(
            "file is of a training with other classes: ..., c98, c99 (100 in all); here they are"
                + " ..., new, c99 (100 in all).");
  }

  @Test
  void otherImagesOfAnyPartAreRefusedAndBothAreNamed() {
    for (String part : List.of("training_images", "validation_images", "test_images")) {
      Map<String, String> theirs = new HashMap<>(PROVENANCE.metadata());
      theirs.put(part, "9 with fingerprint 0123456789abcdef");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> PROVENANCE.requireSame("file", theirs))
          .withMessage(
              "file is of a training with other "
                  + part.replace('_', ' ')
                  + ": 9 with fingerprint 0123456789abcdef; here are "
                  + PROVENANCE.metadata().get(part)
                  + ".");
    }
  }

  @Test
  void aLabelIsOneLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("a\nb", "c"))
        .withMessage("The name of a class is one line, not 'a\\nb'.");
  }
}
