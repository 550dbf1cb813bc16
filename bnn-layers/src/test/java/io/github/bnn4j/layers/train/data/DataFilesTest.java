// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFilesTest {

  private static final int COUNT = 3;
  private static final int RECORD = 2 + 3 * 1024;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void imagesAndLabelsAreReadPackedOrNot(boolean packed) throws IOException {
    ImageDataset data = idx(write("images", images(COUNT), packed), labels(2, 0, 1), packed);

    assertThat(data.shape()).isEqualTo(new FeatureShape(4, 5, 1));
    assertThat(data.classes()).isEqualTo(10);
    assertThat(data.labels()).containsExactly(2, 0, 1);
    assertThat(data.pixels()).startsWith(0, 1, 2).endsWith(58, 59);
  }

  @Test
  void aTruncatedFileIsSaidToBeAtAnyLength() throws IOException {
    byte[] whole = images(COUNT);
    for (int length = 0; length < whole.length; length++) {
      Path images = write("images", Arrays.copyOf(whole, length), false);
      refused(() -> idx(images, labels(2, 0, 1), false), "the file ends after");
    }
  }

  @Test
  void truncatedGzipIsSaidToBe() throws IOException {
    byte[] packed = gzip(images(COUNT));
    for (int length = 12; length < packed.length - 8; length++) {
      Path images = write("images", Arrays.copyOf(packed, length), false);
      assertThatThrownBy(() -> idx(images, labels(2, 0, 1), false))
          .isInstanceOfAny(BnnFormatException.class, UncheckedIOException.class);
    }
  }

  @Test
  void aFileThatGoesOnIsRefused() throws IOException {
    Path images = write("images", Arrays.copyOf(images(COUNT), 77), false);
    refused(() -> idx(images, labels(2, 0, 1), false), "the counts do not match");
  }

  @Test
  void filesOfAnotherKindOrOfOtherCountsAreRefused() throws IOException {
    Path images = write("images", images(COUNT), false);
    refused(
        () -> IdxImages.read(images, images, 10),
        "it begins with 0x00000803, and an IDX file of labels with 0x00000801");
    refused(() -> idx(images, labels(1, 2), false), "it has 2 labels for 3 images");
    refused(() -> idx(images, labels(1, 12, 0), false), "label 1 is 12; labels run from 0 to 9");
  }

  /** A count that is a lie costs no memory. */
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, 100_000_000})
  void aHostileCountIsRefused(int count) throws IOException {
    byte[] bytes = images(COUNT);
    ByteBuffer.wrap(bytes).putInt(4, count);
    Path images = write("images", bytes, false);

    assertThatThrownBy(() -> idx(images, labels(2, 0, 1), false))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageContaining(Integer.toUnsignedString(count));
  }

  @Test
  void aMissingFileIsNamed() {
    Path none = directory.resolve("none");

    assertThatThrownBy(() -> IdxImages.read(none, none, 10))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void planesOfCifar100BecomePixels() throws IOException {
    byte[] records = new byte[2 * RECORD];
    records[RECORD] = 19;
    records[RECORD + 1] = 99;
    records[RECORD + 2] = 1;
    records[RECORD + 2 + 1024] = 2;
    records[RECORD + 2 + 2048] = 3;
    ImageDataset data = Cifar100.read(write("cifar", records, false), 2);

    assertThat(data.labels()).containsExactly(0, 99);
    assertThat(data.subset(1, 2).pixels()).startsWith(1, 2, 3, 0);
  }

  @Test
  void damagedCifar100IsRefused() throws IOException {
    byte[] records = new byte[2 * RECORD];
    refused(
        () -> Cifar100.read(write("cifar", records, false), 3), "image 2 of 3 takes 3074 bytes");
    refused(() -> Cifar100.read(write("cifar", records, false), 1), "the counts do not match");
    records[RECORD + 1] = 100;
    refused(
        () -> Cifar100.read(write("cifar", records, false), 2),
        "image 1 is of class 100 in group 0");
    assertThatThrownBy(() -> Cifar100.train(directory)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void classesOfCifar100HaveNames() throws IOException {
    List<String> names = IntStream.range(0, 100).mapToObj(i -> "class" + i).toList();
    Path file = directory.resolve("fine_label_names.txt");
    Files.writeString(file, String.join("\n", names) + "\n\n");

    assertThat(Cifar100.labels(directory)).isEqualTo(names);

    Files.write(file, names.subList(0, 99));
    refused(() -> Cifar100.labels(directory), "it has 99 names, not those of 100 classes");
    assertThatThrownBy(() -> Cifar100.labels(file)).isInstanceOf(UncheckedIOException.class);
  }

  private static void refused(ThrowingCallable reading, String reason) {
    assertThatThrownBy(reading).isInstanceOf(BnnFormatException.class).hasMessageContaining(reason);
  }

  private ImageDataset idx(Path images, byte[] labels, boolean packed) throws IOException {
    return IdxImages.read(images, write("labels", labels, packed), 10);
  }

  private static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 20);
    bytes.putInt(0x803).putInt(count).putInt(4).putInt(5);
    for (int i = 0; i < count * 20; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  private Path write(String name, byte[] bytes, boolean packed) throws IOException {
    return Files.write(directory.resolve(name), packed ? gzip(bytes) : bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
