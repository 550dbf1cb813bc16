// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.layers.train.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10DatasetTest {
  @TempDir Path directory;

  @Test
  void planesOfTheFileBecomeInterleavedPixels() throws IOException {
    byte[] records = new byte[BatchFormat.FILE_BYTES];
    int second = BatchFormat.RECORD;
    records[second] = 9;
    records[second + 1] = 11; // red of the first pixel
    records[second + 1 + 1024] = 22; // green
    records[second + 1 + 2048] = 33; // blue
    records[second + 1 + 1] = 44; // red of the pixel to its right
    Files.write(directory.resolve("test_batch.bin"), records);

    ImageDataset test = Cifar10Dataset.test(directory);

    assertThat(test.size()).isEqualTo(10_000);
    assertThat(test.labels()[1]).isEqualTo(9);
    assertThat(Arrays.copyOf(test.subset(1, 2).pixels(), 4)).containsExactly(11, 22, 33, 44);
  }

  @Test
  void trainingImagesAreTheFiveBatchesInOrder() throws IOException {
    for (int batch = 1; batch <= 5; batch++) {
      byte[] records = new byte[BatchFormat.FILE_BYTES];
      records[0] = (byte) batch;
      Files.write(directory.resolve("data_batch_" + batch + ".bin"), records);
    }

    ImageDataset train = Cifar10Dataset.train(directory);

    assertThat(train.size()).isEqualTo(50_000);
    assertThat(new int[] {train.labels()[0], train.labels()[10_000], train.labels()[40_000]})
        .containsExactly(1, 2, 5);
  }

  @Test
  void theFirstImagesAreThoseOfAll() throws IOException {
    BatchFiles.writeAll(directory);
    ImageDataset all = Cifar10Dataset.train(directory);

    ImageDataset first = Cifar10Dataset.train(directory, 10_003);

    assertThat(first.pixels()).isEqualTo(all.subset(0, 10_003).pixels());
    assertThat(first.labels()).isEqualTo(all.subset(0, 10_003).labels());
  }

  @Test
  void imagesThatAreNotKeptAreLookedAtAsWell() throws IOException {
    byte[] records = new byte[BatchFormat.FILE_BYTES];
    records[9_999 * BatchFormat.RECORD] = 10;
    Files.write(directory.resolve("test_batch.bin"), records);

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> Cifar10Dataset.test(directory, 1))
        .withMessageContaining("label 10");
  }

  @Test
  void fileOnDiskAndEmbeddedTestSetAreTheSame() throws IOException {
    BatchFiles.writeAll(directory);

    ImageDataset embedded = Cifar10Dataset.embeddedTest();

    assertThat(Cifar10Dataset.test(directory).pixels()).isEqualTo(embedded.pixels());
    assertThat(Cifar10Dataset.test(directory).labels()).isEqualTo(embedded.labels());
  }

  @Test
  void missingFileIsNamedTogetherWithTheFilesThatAreNeeded() {
    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> Cifar10Dataset.train(directory))
        .withMessageContaining("data_batch_1.bin does not exist")
        .withMessageContaining("data_batch_1.bin to data_batch_5.bin");
  }

  @Test
  void truncatedFileIsRefusedWithBothSizes() throws IOException {
    Files.write(directory.resolve("test_batch.bin"), new byte[3073 * 7 + 5]);

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> Cifar10Dataset.test(directory))
        .withMessageContaining("21,516 bytes")
        .withMessageContaining("30,730,000")
        .withMessageContaining("truncated");
  }

  @Test
  void oversizedFileIsRefusedUnread() throws IOException {
    Files.write(directory.resolve("test_batch.bin"), new byte[BatchFormat.FILE_BYTES + 1]);

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> Cifar10Dataset.test(directory))
        .withMessageContaining("no CIFAR-10 batch");
  }

  @Test
  void labelAboveNineIsRefusedWithItsPlace() throws IOException {
    byte[] records = new byte[BatchFormat.FILE_BYTES];
    records[2 * BatchFormat.RECORD] = (byte) 200;
    Files.write(directory.resolve("test_batch.bin"), records);

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> Cifar10Dataset.test(directory))
        .withMessageContaining("label 200 at byte 6146");
  }

  @Test
  void rangeOfImagesKeepsPixelsAndLabelsTogether() {
    ImageDataset all = Cifar10Dataset.embeddedTest();

    ImageDataset some = all.subset(100, 103);

    assertThat(some.size()).isEqualTo(3);
    assertThat(some.subset(2, 3).pixels()).isEqualTo(all.subset(102, 103).pixels());
    assertThat(some.labels()[2]).isEqualTo(all.labels()[102]);
  }
}
