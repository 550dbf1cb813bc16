// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains on generated pictures in folders, from shipped weights, and classifies new ones. */
class OwnImagesTest {
  private static final List<String> CLASSES = List.of("dots", "plain", "stripes");
  private static final int PICTURES = 20;
  @TempDir private static Path directory;
  private static Path pictures;

  @BeforeAll
  static void drawPictures() throws IOException {
    pictures = directory.resolve("textures");
    Random random = new Random(1);
    for (String name : CLASSES) {
      Path folder = Files.createDirectories(pictures.resolve(name));
      for (int i = 0; i < PICTURES; i++) {
        draw(name, random, folder.resolve(i + (i % 2 == 0 ? ".png" : ".jpg")));
      }
    }
  }

  @Test
  void trainedNetworkTellsNewPicturesApart() throws IOException {
    Path out = directory.resolve("run");

    Map<String, Object> trained =
        train(out, "--init", "nin-xnor", "--epochs", 6).succeeded().json();

    assertThat(trained).containsEntry("testImages", 6);
    Random random = new Random(2);
    Object[] arguments = {"classify", "--json", "--weights", trained.get("packed"), "", "", ""};
    for (int i = 0; i < CLASSES.size(); i++) {
      Path picture = directory.resolve("new-" + CLASSES.get(i) + ".png");
      draw(CLASSES.get(i), random, picture);
      arguments[4 + i] = picture;
    }
    List<?> predictions =
        (List<?>) CommandLineRun.of(arguments).succeeded().json().get("predictions");
    assertThat(predictions)
        .extracting(prediction -> ((Map<?, ?>) prediction).get("label"))
        .isEqualTo(CLASSES);
    assertThat((List<?>) ((Map<?, ?>) predictions.get(0)).get("top5")).hasSize(CLASSES.size());
  }

  @Test
  void cifar10AndOwnPicturesExcludeEachOther() {
    assertThat(train(directory.resolve("none"), "--data", directory).wrongUsage())
        .contains("choose one");
  }

  @Test
  void directoryWithoutClassesIsNamed() {
    Path wrong = pictures.resolve("dots");

    assertThat(CommandLineRun.of("train", "--images", wrong, "--out", directory).failure())
        .contains(wrong + " needs a folder of pictures for each class");
  }

  @Test
  void damagedPictureIsNamed() throws IOException {
    Path broken = directory.resolve("broken");
    for (String name : List.of("a", "b")) {
      Path folder = Files.createDirectories(broken.resolve(name));
      Files.write(folder.resolve("1.png"), new byte[] {1, 2, 3});
      draw("plain", new Random(3), folder.resolve("2.png"));
    }

    assertThat(CommandLineRun.of("train", "--images", broken, "--out", directory).failure())
        .contains("1.png is no picture");
  }

  private static CommandLineRun train(Path out, Object... more) {
    Object[] arguments = {"train", "--images", pictures, "--batch", 18, "--out", out, "--json"};
    Object[] all = new Object[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandLineRun.of(all);
  }

  /** A picture of random size and colours. */
  private static void draw(String name, Random random, Path file) throws IOException {
    int width = 40 + random.nextInt(60);
    int height = 40 + random.nextInt(60);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(random.nextInt(100), random.nextInt(100), random.nextInt(100)));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(255 - random.nextInt(60), 255 - random.nextInt(60), 200));
    int step = 16;
    for (int y = 0; y < height && !name.equals("plain"); y += step) {
      if (name.equals("stripes")) {
        graphics.fillRect(0, y, width, step / 2);
      }
      for (int x = 0; x < width && name.equals("dots"); x += step) {
        graphics.fillOval(x, y, step / 2, step / 2);
      }
    }
    graphics.dispose();
    String ending = file.toString().substring(file.toString().lastIndexOf('.') + 1);
    ImageIO.write(image, ending, file.toFile());
  }
}
