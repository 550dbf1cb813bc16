// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.zoo.Cifar10;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {
  @TempDir Path directory;
  private Path weights;

  @BeforeEach
  void writeWeights() {
    weights = TinyNetwork.write(directory.resolve("tiny.bnn"), "nin-xnor");
  }

  @Test
  void givesFiveClassesForEachImageInOrder() throws IOException {
    Path png = image("picture.png", "png", 100, 60);
    Path jpeg = image("picture.jpg", "jpg", 20, 300);

    Map<String, Object> json =
        CommandLineRun.of("classify", "--weights", weights, "--json", png, jpeg).json();

    List<?> predictions = (List<?>) json.get("predictions");
    assertThat(predictions).hasSize(2);
    Map<?, ?> first = (Map<?, ?>) predictions.get(0);
    assertThat(first.get("image")).isEqualTo(png.toString());
    List<?> top = (List<?>) first.get("top5");
    assertThat(top).hasSize(5);
    assertThat(((Map<?, ?>) top.get(0)).get("label"))
        .isEqualTo(first.get("label"))
        .isIn(Cifar10.LABELS);
    assertThat(top)
        .extracting(each -> -((Number) ((Map<?, ?>) each).get("probability")).doubleValue())
        .isSorted();
  }

  @Test
  void textShowsABarForEachClass() throws IOException {
    Path png = image("picture.png", "png", 32, 32);

    String out = CommandLineRun.of("classify", "--weights", weights, png).succeeded().out();

    assertThat(out.lines()).hasSize(6).first().isEqualTo(png.toString());
    assertThat(out).contains("%");
  }

  @Test
  void noImageIsWrongUsage() {
    assertThat(CommandLineRun.of("classify").wrongUsage()).contains("IMAGE");
  }

  @Test
  void fileThatIsNoPictureIsRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "a cat");

    assertThat(CommandLineRun.of("classify", "--weights", weights, text).failure())
        .contains("notes.txt is no picture");
  }

  @Test
  void missingPictureIsRefusedBeforeAnyResult() throws IOException {
    Path png = image("picture.png", "png", 32, 32);

    assertThat(CommandLineRun.of("classify", "--weights", weights, png, "nowhere.png").failure())
        .contains("nowhere.png cannot be read: there is no such file or directory.");
  }

  @Test
  void allBadPicturesAreNamedAtOnce() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.png"), "a cat");
    Path empty = Files.createFile(directory.resolve("empty.jpg"));

    assertThat(CommandLineRun.of("classify", "--weights", weights, text, empty).failure())
        .contains("notes.png is no picture")
        .contains("empty.jpg is empty.");
  }

  @Test
  void nameThatTheLocaleCannotExpressIsNotCalledDamaged() {
    assertThat(CommandLineRun.of("classify", "--weights", weights, "\ud800.png").wrongUsage())
        .contains("is not ASCII, and the encoding of this locale, ")
        .contains("set LC_ALL=C.UTF-8");
  }

  private Path image(String name, String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillOval(0, 0, width / 2, height);
    Path file = directory.resolve(name);
    ImageIO.write(image, format, file.toFile());
    return file;
  }
}
