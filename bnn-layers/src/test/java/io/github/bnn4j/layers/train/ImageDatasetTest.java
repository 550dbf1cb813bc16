// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {

  private static final FeatureShape SHAPE = new FeatureShape(1, 2, 1);
  private static final ImageDataset DATA =
      new ImageDataset(SHAPE, 3, new byte[] {0, 1, 2, 3, 4, 5}, new int[] {2, 0, 1});

  @Test
  void subsetsHoldARunOfImagesWithTheirLabels() {
    ImageDataset subset = DATA.subset(1, 3);

    assertThat(subset.size()).isEqualTo(2);
    assertThat(subset.classes()).isEqualTo(3);
    assertThat(subset.pixels()).containsExactly(2, 3, 4, 5);
    assertThat(subset.labels()).containsExactly(0, 1);
    assertThatThrownBy(() -> DATA.subset(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theFingerprintTellsPixelsLabelsAndShapesApart() {
    byte[] pixels = {0, 1, 2, 3, 4, 5};
    int[] labels = {2, 0, 1};

    assertThat(new ImageDataset(SHAPE, 3, pixels, labels).fingerprint())
        .hasSize(16)
        .isEqualTo(DATA.fingerprint());
    assertThat(
            Stream.of(
                    DATA,
                    new ImageDataset(SHAPE, 3, new byte[] {0, 1, 2, 3, 4, 6}, labels),
                    new ImageDataset(SHAPE, 3, pixels, new int[] {2, 1, 0}),
                    new ImageDataset(SHAPE, 4, pixels, labels),
                    new ImageDataset(new FeatureShape(2, 1, 1), 3, pixels, labels),
                    DATA.subset(0, 2))
                .map(ImageDataset::fingerprint))
        .doesNotHaveDuplicates();
  }

  @Test
  void pixelsFitTheLabels() {
    assertThatThrownBy(() -> new ImageDataset(SHAPE, 3, new byte[5], new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The pixels of 3 images of shape [1, 2, 1] are 6 bytes, not 5.");
  }

  @Test
  void labelsAreClasses() {
    assertThatThrownBy(() -> new ImageDataset(SHAPE, 3, new byte[4], new int[] {0, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Image 1 has the label 3; labels run from 0 to 2.");
    assertThatThrownBy(() -> new ImageDataset(SHAPE, 3, new byte[2], new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Image 0 has the label -1; labels run from 0 to 2.");
  }
}
