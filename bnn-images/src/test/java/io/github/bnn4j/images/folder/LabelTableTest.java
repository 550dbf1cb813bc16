// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.images.PictureException;
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

    PictureFolder folder = PictureFolder.listToTrain(directory);

    assertThat(folder.labels()).containsExactly("cat", "dog");
    assertThat(folder.training())
        .containsExactly(
            new LabelledPicture(directory.resolve("deep/3.jpg"), "cat"),
            new LabelledPicture(directory.resolve("1.png"), "dog"));
    assertThat(folder.heldOut())
        .containsExactly(
            new LabelledPicture(directory.resolve("2.png"), "cat"),
            new LabelledPicture(directory.resolve("a,b.png"), "dog"));
  }

  @Test
  void whatASpreadsheetWritesIsRead() throws IOException {
    write("\ufeffpicture,label\r\n\"a,b.png\",\"big, \"\"wild\"\" dog\"\r\n\"1.png\", cat\r\n");

    assertThat(PictureFolder.list(directory).all())
        .containsExactlyInAnyOrder(
            new LabelledPicture(directory.resolve("a,b.png"), "big, \"wild\" dog"),
            new LabelledPicture(directory.resolve("1.png"), "cat"));
  }

  @Test
  void picturesWithoutALineAreSaid() throws IOException {
    Files.createDirectory(directory.resolve(".thumbnails"));
    Files.createFile(directory.resolve(".thumbnails/1.png"));
    write("picture,label\n1.png,dog\n");

    assertThat(PictureFolder.list(directory).report())
        .containsExactly(
            directory + ": 1 picture of 1 class, 0 to train on and 1 held out",
            "  dog: 1 found, 1 of them held out",
            "  not used: 3 pictures (2.png and others) without a line in labels.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.png             | line 2: '1.png' is no picture, comma and label.",
        "1.png,            | line 2: '1.png,' is no picture, comma and label.",
        "\"1.png,dog        | \"1.png does not exist.",
        "9.png,dog         | 9.png does not exist.",
        "../1.png,dog      | line 2: ../1.png is outside the folder.",
        "notes.txt,dog     | notes.txt is by its name no picture.",
        "1.png,a;1.png,b   | 1.png has a label already.",
        "1.png,a;2.png,b   | a class needs at least 2 pictures, one to train on and one to test; a has 1",
        "1.png,a;2.png,a   | labels.csv needs lines for each class, from 2 to 1,000 of them; it has 1.",
      })
  void aTableThatIsWrongIsRefusedWithItsLine(String lines, String reason) throws IOException {
    write("picture,label\n" + lines.replace(';', '\n'));

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.listToTrain(directory))
        .withMessageContaining(reason);
  }

  @Test
  void aTableHasItsHeader() throws IOException {
    write("1.png,dog\n2.png,dog\n");

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.list(directory))
        .withMessageEndingWith("begins with '1.png,dog'; its first line is 'picture,label'.");
  }

  @Test
  void bytesThatAreNoTextAreSaidToBe() throws IOException {
    Files.write(directory.resolve("labels.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.list(directory))
        .withMessageEndingWith("labels.csv cannot be read: it is no text in UTF-8.");
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("labels.csv"), text);
  }
}
