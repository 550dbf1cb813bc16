// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.train.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTestSetTest {
  @TempDir Path folder;

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
  void theMainWritesWhatTheResourcesAreMadeOf() throws IOException {
    Path official = Files.write(folder.resolve("test_batch.bin"), EmbeddedTestSet.records());

    EmbeddedTestSet.main(new String[] {official.toString(), folder.toString()});

    byte[] again = EmbeddedTestSet.records().clone();
    Mosaic.read(ImageIO.read(folder.resolve("cifar10-test.png").toFile()), again);
    assertThat(again).isEqualTo(EmbeddedTestSet.records());
    assertThat(folder.resolve("cifar10-test-labels.txt")).hasContent(EmbeddedTestSet.labels());
  }

  @Test
  void callersDoNotShareTheirPixels() {
    ImageDataset changed = Cifar10Dataset.embeddedTest();
    byte before = changed.pixels()[0];
    changed.pixels()[0]++;

    assertThat(Cifar10Dataset.embeddedTest().pixels()[0]).isEqualTo(before);
  }
}
