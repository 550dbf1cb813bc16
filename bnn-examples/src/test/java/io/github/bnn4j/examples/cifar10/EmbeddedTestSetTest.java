// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.train.ImageDataset;
import org.junit.jupiter.api.Test;

class EmbeddedTestSetTest {

  @Test
  void embeddedTestSetIsTheOfficialFileByteForByte() {
    // records() verifies the SHA-256 of the official test_batch.bin
    assertThat(EmbeddedTestSet.records()).hasSize(30_730_000);
  }

  @Test
  void embeddedTestSetHasAThousandImagesOfEachClass() {
    ImageDataset test = Cifar10Dataset.embeddedTest();

    int[] images = new int[Cifar10Dataset.CLASSES];
    for (int i = 0; i < test.size(); i++) {
      images[test.labels()[i]]++;
    }

    assertThat(images).containsOnly(1000);
  }

  @Test
  void encodingTheRecordsGivesTheResourceAgain() {
    byte[] resource = EmbeddedTestSet.encode(EmbeddedTestSet.records().clone());

    assertThat(resource.length).isLessThan(15_000_000);
    assertThat(resource).isEqualTo(EmbeddedTestSet.resource());
  }

  @Test
  void callersDoNotShareTheirPixels() {
    ImageDataset changed = Cifar10Dataset.embeddedTest();
    byte before = changed.pixels()[0];
    changed.pixels()[0]++;

    assertThat(Cifar10Dataset.embeddedTest().pixels()[0]).isEqualTo(before);
  }
}
