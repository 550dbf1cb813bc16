// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  private static final PictureReader READER = PictureReader.of(8, 8, 3);
  @TempDir Path directory;

  @Test
  void foldersAreClassesAndTheLastTenthOfEachIsHeldOut() throws IOException {
    addFiles("b", 20, "JPG");
    addFiles("a", 3, "png");

    PictureFolder folder = PictureFolder.list(directory);

    assertThat(folder.labels()).containsExactly("a", "b");
    assertThat(folder.training()).hasSize(2 + 18);
    assertThat(folder.heldOut())
        .containsExactly(
            new LabelledPicture(directory.resolve("a/12.png"), "a"),
            new LabelledPicture(directory.resolve("b/28.JPG"), "b"),
            new LabelledPicture(directory.resolve("b/29.JPG"), "b"));
  }

  @Test
  void whatIsHiddenOrNoPictureIsLeftAlone() throws IOException {
    addFiles("a", 2, "png");
    addFiles("b", 2, "gif");
    addFiles(".cache", 2, "png");
    addFiles("b", 3, "txt");
    Files.createFile(directory.resolve("a/.hidden.png"));
    Files.createFile(directory.resolve("readme.md"));

    PictureFolder folder = PictureFolder.list(directory);

    assertThat(folder.labels()).containsExactly("a", "b");
    assertThat(folder.training()).hasSize(2);
    assertThat(folder.report())
        .containsExactly(
            directory + ": 4 pictures of 2 classes, 2 to train on and 2 held out",
            "  a: 2 found, 1 of them held out",
            "  b: 2 found, 1 of them held out; not used: 3 files (10.txt and others) that by their"
                + " names are no pictures",
            "  not used: 1 file (readme.md) beside the classes");
  }

  @Test
  void webpAndTiffAreFoundAndSubFoldersSaid() throws IOException {
    addFiles("a", 1, "webp");
    addFiles("a", 1, "tiff");
    addFiles("a", 1, "tif");
    addFiles("a/old", 3, "png");
    addFiles("b", 2, "png");

    PictureFolder folder = PictureFolder.list(directory);

    assertThat(folder.training()).hasSize(3);
    assertThat(folder.report())
        .contains("  a: 3 found, 1 of them held out; not used: 1 sub-folder (old)");
  }

  @Test
  void classWhoseNameTheLocaleCannotExpressIsNotTakenForAnother() throws IOException {
    addFiles("a", 2, "png");
    addFiles("\ufffd\ufffd", 2, "png"); // what Java makes of bytes that the locale lacks

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.list(directory))
        .withMessageContaining("a name that is not ASCII")
        .withMessageEndingWith("set LC_ALL=C.UTF-8.");
  }

  @Test
  void oneClassIsTooFew() throws IOException {
    addFiles("a", 2, "png");

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.listToTrain(directory))
        .withMessage(
            directory
                + " needs a folder of pictures for each class, from 2 to 1,000 of them; it has 1.");
  }

  @Test
  void allClassesWithoutTwoPicturesAreNamed() throws IOException {
    addFiles("a", 2, "png");
    addFiles("b", 1, "png");
    addFiles("c", 1, "txt");

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.listToTrain(directory))
        .withMessageContaining("a class needs at least 2 pictures")
        .withMessageEndingWith(
            "b has 1; c has 0 (not used: 1 file (10.txt) that by its name is no picture).");
  }

  @Test
  void oneClassOfOnePictureIsEnoughToMeasureOn() throws IOException {
    addFiles("a", 1, "png");

    assertThat(PictureFolder.list(directory).heldOut())
        .containsExactly(new LabelledPicture(directory.resolve("a/10.png"), "a"));
  }

  @Test
  void folderWithoutClassesIsRefused() throws IOException {
    Files.createFile(directory.resolve("a.png"));

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.list(directory))
        .withMessageEndingWith("from 1 to 1,000 of them; it has 0.");
  }

  @Test
  void missingFolderIsNamed() {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.list(directory.resolve("nowhere")))
        .withMessageEndingWith("nowhere cannot be read: there is no such file or directory.");
  }

  @Test
  void pictureIsNoFolder() throws IOException {
    addFiles("a", 1, "png");

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFolder.list(directory.resolve("a/10.png")))
        .withMessageEndingWith("10.png cannot be read: it is a file, not a folder.");
  }

  @Test
  void picturesAreReadWithTheirLabelsAtOneSize() throws IOException {
    for (int i = 0; i < 6; i++) {
      picture(i, 20 + 10 * i);
    }
    List<Integer> heard = new ArrayList<>();

    PictureFolder.Split images = PictureFolder.list(directory).read(READER, heard::add);

    LabelledImages training = images.training();
    assertThat(training.size()).isEqualTo(3);
    assertThat(images.heldOut().size()).isEqualTo(3);
    assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6);
    for (int i = 0; i < training.size(); i++) {
      int red = training.pixels()[i * READER.bytes()] & 0xff;
      assertThat(training.labels()[i]).isEqualTo(red / 40 % 3);
    }
  }

  @Test
  void classesHaveTheNumbersOfTheNetworkThatIsMeasured() throws IOException {
    picture(1, 20);
    picture(2, 20);
    PictureFolder folder = PictureFolder.list(directory);

    LabelledImages images = LabelledImages.read(folder.all(), List.of("2", "none", "1"), READER);

    assertThat(images.labels()).containsExactlyInAnyOrder(0, 2);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> LabelledImages.read(folder.all(), List.of("1", "none"), READER))
        .withMessage(
            directory.resolve("2/2.png") + " is of the class 2, which is none of 1, none.");
  }

  @Test
  void allDamagedPicturesAreNamedInOneRun() throws IOException {
    for (int i = 0; i < 6; i++) {
      picture(i, 20);
    }
    Files.write(directory.resolve("0/0.png"), new byte[] {1, 2, 3});
    Files.write(directory.resolve("2/5.png"), new byte[0]);
    PictureFolder folder = PictureFolder.list(directory);

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> folder.read(READER))
        .withMessageStartingWith("2 of 6 pictures cannot be used; mend or remove them. ")
        .withMessageContaining("0.png is no picture")
        .withMessageContaining("5.png is empty.");
  }

  private void picture(int number, int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size + 7, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * (size + 7); i++) {
      image.setRGB(i % size, i / size, 40 * number << 16);
    }
    Path folder = Files.createDirectories(directory.resolve(Integer.toString(number % 3)));
    Path file = folder.resolve(number + ".png");
    ImageIO.write(image, "png", file.toFile());
  }

  private void addFiles(String folder, int count, String ending) throws IOException {
    Path target = Files.createDirectories(directory.resolve(folder));
    for (int i = 10; i < 10 + count; i++) {
      Files.createFile(target.resolve(i + "." + ending));
    }
  }
}
