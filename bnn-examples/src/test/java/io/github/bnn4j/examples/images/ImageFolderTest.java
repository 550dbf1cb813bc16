// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.examples.images.ImageFolder.Labelled;
import io.github.bnn4j.layers.train.ImageDataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path directory;

  @Test
  void foldersAreClassesAndTheLastTenthOfEachIsHeldOut() throws IOException {
    addFiles("b", 20, "JPG");
    addFiles("a", 3, "png");

    ImageFolder folder = ImageFolder.list(directory);

    assertThat(folder.labels()).containsExactly("a", "b");
    assertThat(folder.training()).hasSize(2 + 18);
    assertThat(folder.test())
        .containsExactly(
            new Labelled(directory.resolve("a/12.png"), 0),
            new Labelled(directory.resolve("b/28.JPG"), 1),
            new Labelled(directory.resolve("b/29.JPG"), 1));
  }

  @Test
  void whatIsHiddenOrNoPictureIsLeftAlone() throws IOException {
    addFiles("a", 2, "png");
    addFiles("b", 2, "gif");
    addFiles(".cache", 2, "png");
    addFiles("b", 3, "txt");
    Files.createFile(directory.resolve("a/.hidden.png"));
    Files.createFile(directory.resolve("readme.md"));

    ImageFolder folder = ImageFolder.list(directory);

    assertThat(folder.labels()).containsExactly("a", "b");
    assertThat(folder.training()).hasSize(2);
    assertThat(folder.report())
        .containsExactly(
            directory + ": 4 pictures of 2 classes, 2 to train on and 2 held out",
            "  a: 2 found, 1 of them held out",
            "  b: 2 found, 1 of them held out; not used: 3 files (10.txt and others) that by its name"
                + " is no picture",
            "  not used: 1 file (readme.md) beside the classes");
  }

  @Test
  void webpAndTiffAreFoundAndSubFoldersSaid() throws IOException {
    addFiles("a", 1, "webp");
    addFiles("a", 1, "tiff");
    addFiles("a", 1, "tif");
    addFiles("a/old", 3, "png");
    addFiles("b", 2, "png");

    ImageFolder folder = ImageFolder.list(directory);

    assertThat(folder.training()).hasSize(3);
    assertThat(folder.report())
        .contains("  a: 3 found, 1 of them held out; not used: 1 sub-folder (old)");
  }

  @Test
  void classWhoseNameTheLocaleCannotExpressIsNotTakenForAnother() throws IOException {
    addFiles("a", 2, "png");
    addFiles("\ufffd\ufffd", 2, "png"); // what Java makes of bytes that the locale lacks

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.list(directory))
        .withMessageContaining("a name that is not ASCII")
        .withMessageEndingWith("set LC_ALL=C.UTF-8.");
  }

  @Test
  void oneClassIsTooFew() throws IOException {
    addFiles("a", 2, "png");

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.listToTrain(directory))
        .withMessage(
            directory
                + " needs a folder of pictures for each class, from 2 to 1,000 of them; it has 1.");
  }

  @Test
  void allClassesWithoutTwoPicturesAreNamed() throws IOException {
    addFiles("a", 2, "png");
    addFiles("b", 1, "png");
    addFiles("c", 1, "txt");

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.listToTrain(directory))
        .withMessageContaining("a class needs at least 2 pictures")
        .withMessageEndingWith(
            "b has 1; c has 0 (not used: 1 file (10.txt) that by its name is no picture).");
  }

  @Test
  void oneClassOfOnePictureIsEnoughToMeasureOn() throws IOException {
    addFiles("a", 1, "png");

    assertThat(ImageFolder.list(directory).test())
        .containsExactly(new Labelled(directory.resolve("a/10.png"), 0));
  }

  @Test
  void folderWithoutClassesIsRefused() throws IOException {
    Files.createFile(directory.resolve("a.png"));

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.list(directory))
        .withMessageEndingWith("from 1 to 1,000 of them; it has 0.");
  }

  @Test
  void missingFolderIsNamed() {
    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> ImageFolder.list(directory.resolve("nowhere")))
        .withMessageEndingWith("nowhere cannot be read: there is no such file or directory.");
  }

  @Test
  void picturesAreReadWithTheirLabelsAtOneSize() throws IOException {
    for (int i = 0; i < 6; i++) {
      picture(i, 20 + 10 * i);
    }
    List<Integer> heard = new ArrayList<>();

    LabelledImages images =
        LabelledImages.read(ImageFolder.list(directory), new FeatureShape(8, 8, 3), heard::add);

    ImageDataset training = images.training();
    assertThat(training.shape().batch(3)).containsExactly(3, 8, 8, 3);
    assertThat(images.test().size()).isEqualTo(3);
    assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6);
    for (int i = 0; i < training.size(); i++) {
      int red = training.pixels()[i * training.shape().size()] & 0xff;
      assertThat(training.labels()[i]).isEqualTo(red / 40 % 3);
    }
  }

  @Test
  void allDamagedPicturesAreNamedInOneRun() throws IOException {
    for (int i = 0; i < 6; i++) {
      picture(i, 20);
    }
    Files.write(directory.resolve("0/0.png"), new byte[] {1, 2, 3});
    Files.write(directory.resolve("2/5.png"), new byte[0]);
    ImageFolder folder = ImageFolder.list(directory);

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> LabelledImages.read(folder, new FeatureShape(8, 8, 3), done -> {}))
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
