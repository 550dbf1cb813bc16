// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.examples.images.ImageFolder.Labelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTableTest {
  @TempDir private Path directory;

  @BeforeEach
  void addPictures() throws IOException {
    Files.createDirectory(directory.resolve("deep"));
    for (String name : new String[] {"1.png", "2.png", "deep/3.jpg", "a,b.png", "notes.txt"}) {
      Files.createFile(directory.resolve(name));
    }
  }

  @Test
  void aTableBesidePicturesSaysTheirClasses() throws IOException {
    write("picture,label\n1.png,dog\ndeep/3.jpg, cat\n\n2.png,cat\na,b.png,dog\n");

    ImageFolder folder = ImageFolder.listToTrain(directory);

    assertThat(folder.labels()).containsExactly("cat", "dog");
    assertThat(folder.training())
        .containsExactly(
            new Labelled(directory.resolve("deep/3.jpg"), 0),
            new Labelled(directory.resolve("1.png"), 1));
    assertThat(folder.test())
        .containsExactly(
            new Labelled(directory.resolve("2.png"), 0),
            new Labelled(directory.resolve("a,b.png"), 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.png             | line 2: '1.png' is no picture, comma and label.",
        "1.png,            | line 2: '1.png,' is no picture, comma and label.",
        "9.png,dog         | 9.png does not exist.",
        "../1.png,dog      | line 2: ../1.png is outside the folder.",
        "notes.txt,dog     | notes.txt is by its name no picture.",
        "1.png,a;1.png,b   | 1.png has a label already.",
        "1.png,a;2.png,b   | a class needs at least 2 pictures, one to train on and one to test; a has 1",
        "1.png,a;2.png,a   | it has 1.",
      })
  void aTableThatIsWrongIsRefusedWithItsLine(String lines, String reason) throws IOException {
    write("picture,label\n" + lines.replace(';', '\n'));

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.listToTrain(directory))
        .withMessageContaining(reason);
  }

  @Test
  void aTableHasItsHeader() throws IOException {
    write("1.png,dog\n2.png,dog\n");

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.list(directory))
        .withMessageEndingWith("begins with '1.png,dog'; its first line is 'picture,label'.");
  }

  @Test
  void bytesThatAreNoTextAreSaidToBe() throws IOException {
    Files.write(directory.resolve("labels.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.list(directory))
        .withMessageContaining("labels.csv cannot be read");
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("labels.csv"), text);
  }
}
