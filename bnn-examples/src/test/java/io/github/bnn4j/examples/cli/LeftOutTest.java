// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.zoo.Recipe;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeftOutTest {

  @Property
  void noTwentiethOfAFewPicturesIsLeftOut(@ForAll @IntRange(min = 2, max = 5_000) int images) {
    int batch = LeftOut.batch(images, Math.max(16, Math.min(256, images / 10)));

    assertThat(batch).isBetween(1, images);
    assertThat(images % batch * 20).isLessThanOrEqualTo(images);
  }

  @Test
  void batchThatIsWishedForIsTakenWhereItFits() {
    assertThat(LeftOut.batch(1_280, 128)).isEqualTo(128);
    assertThat(LeftOut.batch(30, 16)).isEqualTo(15);
    assertThat(LeftOut.batch(17, 16)).isEqualTo(17);
  }

  @Test
  void whatAnEpochLeavesOutIsSaidWhereItIsMuch() {
    Recipe recipe = Recipe.NIN_XNOR.once(1);

    assertThat(LeftOut.of(2_000, recipe).orElseThrow())
        .isEqualTo(
            "Batches of 256 leave out 208 of the 2,000 images in each epoch, other ones each time;"
                + " --batch 250 leaves out 0.");
    assertThat(LeftOut.of(50_000, recipe)).isEmpty();
  }
}
