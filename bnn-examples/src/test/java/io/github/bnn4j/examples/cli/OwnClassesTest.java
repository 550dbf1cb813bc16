// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.io.SafeTensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint knows its classes: whatever is made of it has them, and no others learn on. */
class OwnClassesTest {
  private static final int PICTURES = 6;
  @TempDir private static Path directory;
  private static Path pictures;
  private static Path checkpoint;
  private static Path weights;

  @BeforeAll
  static void train() throws IOException {
    pictures = directory.resolve("pictures");
    draw("bright", 200);
    draw("dark", 40);
    Path out = directory.resolve("run");
    assertThat(train(out)).extracting(CommandLineRun::status).isEqualTo(0);
    checkpoint = out.resolve("checkpoint.safetensors");
    weights = out.resolve("weights.safetensors");
  }

  private static void draw(String name, int grey) throws IOException {
    Path folder = Files.createDirectories(pictures.resolve(name));
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < 1600; at++) {
        image.setRGB(at % 40, at / 40, 0x010101 * (grey + (at * (i + 1)) % 40));
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
  }

  private static CommandLineRun train(Path out, Object... more) {
    Object[] arguments = {
      "train", "--images", pictures, "--epochs", 1, "--batch", 10, "--out", out
    };
    Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandLineRun.of(all);
  }

  @Test
  void checkpointAndWeightsNameThem() {
    for (Path file : List.of(checkpoint, weights)) {
      assertThat(SafeTensors.read(file).metadata())
          .containsEntry("labels", "bright\ndark")
          .containsEntry("validation_images", "none")
          .hasEntrySatisfying(
              "training_images", images -> assertThat(images).startsWith("10 with fingerprint "));
    }
  }

  @Test
  void trainingDoesNotGoOnWithOthers() throws IOException {
    byte[] before = Files.readAllBytes(checkpoint);
    Path renamed = pictures.resolve("Black");
    Files.move(pictures.resolve("dark"), renamed);
    try {
      CommandLineRun run = train(directory.resolve("run"), "--resume");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .contains(checkpoint.toString(), "bright, dark; here they are Black, bright.")
          .doesNotContain("Exception");
    } finally {
      Files.move(renamed, pictures.resolve("dark"));
    }
    assertThat(checkpoint).hasBinaryContent(before);
    assertThat(train(directory.resolve("run"), "--resume").succeeded().out()).contains("bright");
  }

  @Test
  void packedFileHasThem() throws IOException {
    Path packed = directory.resolve("packed.bnn");

    Map<String, Object> json =
        CommandLineRun.of("pack", "--weights", weights, "--out", packed, "--limit", 20, "--json")
            .succeeded()
            .json();

    assertThat(PackedNetwork.read(packed).labels()).containsExactly("bright", "dark");
    assertThat(json).containsEntry("images", 20).doesNotContainKey("top1");
  }

  @Test
  void checkpointClassifiesPicturesByThem() throws IOException {
    Map<String, Object> json =
        CommandLineRun.of(
                "classify", "--json", "--weights", weights, pictures.resolve("dark/0.png"))
            .succeeded()
            .json();

    assertThat(json.toString()).contains("label=bright", "label=dark");
  }

  @Test
  void networkIsExportedWithThem() throws IOException {
    Path packed = directory.resolve("run").resolve("network.bnn");
    for (Path network : List.of(weights, packed)) {
      Path onnx = directory.resolve("network.onnx");
      CommandLineRun.of("export", "--weights", network, "--out", onnx).succeeded();
      assertThat(new String(Files.readAllBytes(onnx), java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("bright")
          .doesNotContain("airplane");
    }
  }

  @Test
  void trainingGoesOnWithTheOptionsOfTheFirstCall() {
    Path out = directory.resolve("started");
    CommandLineRun first = train(out, "--init", "nin-xnor");
    assertThat(first.status()).isZero();

    assertThat(train(out, "--init", "nin-xnor", "--resume").succeeded().out())
        .contains("All 2 test images", "Training: 1 epoch,");
    CommandLineRun other = train(out, "--init", "nin-gc-xnor", "--resume");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("started from nin-xnor, not from nin-gc-xnor");
  }

  @Test
  void picturesOfAnotherSizeGoFromAFolderToANetworkThatClassifies() throws IOException {
    Path out = directory.resolve("large");
    CommandLineRun run =
        CommandLineRun.of(
                "train",
                "--images",
                pictures,
                "--model",
                "react12",
                "--size",
                64,
                "--epochs",
                1,
                "--out",
                out)
            .succeeded();
    assertThat(run.out()).contains("| bright", "All 2 test images");

    for (String file : List.of("network.bnn", "weights.safetensors")) {
      Path network = out.resolve(file);
      assertThat(
              CommandLineRun.of(
                      "classify", "--json", "--weights", network, pictures.resolve("dark/0.png"))
                  .succeeded()
                  .json())
          .containsEntry("model", "react12");
    }
    assertThat(PackedNetwork.read(out.resolve("network.bnn")).input().height()).isEqualTo(64);
    assertThat(
            CommandLineRun.of(
                    "pack",
                    "--weights",
                    out.resolve("checkpoint.safetensors"),
                    "--out",
                    directory.resolve("again.bnn"),
                    "--limit",
                    4)
                .succeeded()
                .out())
        .contains("of 4 test images");
    assertThat(directory.resolve("again.bnn")).hasSameBinaryContentAs(out.resolve("network.bnn"));
  }

  @Test
  void sizesAreThoseNamed() {
    assertThat(CommandLineRun.of("train", "--images", pictures, "--size", 33).wrongUsage())
        .contains("'33' is none of the sizes 32, 64, 96, 128, 224");
    assertThat(CommandLineRun.of("train", "--size", 64).wrongUsage()).contains("--images");
  }

  @Test
  void networkIsMeasuredOnPicturesOfItsClasses() throws IOException {
    Path packed = directory.resolve("run").resolve("network.bnn");
    for (Object[] network :
        new Object[][] {{packed, "packed"}, {weights, "packed"}, {checkpoint, "float"}}) {
      CommandLineRun run =
          CommandLineRun.of(
                  "evaluate",
                  "--weights",
                  network[0],
                  "--engine",
                  network[1],
                  "--images",
                  pictures,
                  "--json")
              .succeeded();
      assertThat(run.json()).containsEntry("images", 2).containsEntry("model", "nin-xnor");
      assertThat(run.err())
          .contains("12 pictures of 2 classes", "bright: 6 found, 1 of them held out")
          .contains("measured on those held out", "| bright");
    }
    assertThat(evaluate(packed, "--all").json()).containsEntry("images", 12);
  }

  @Test
  void picturesMayBeOfSomeClassesOnlyButNotOfOthers() throws IOException {
    Path some = Files.createDirectories(directory.resolve("some"));
    Path dark = Files.createDirectories(some.resolve("dark"));
    Files.copy(pictures.resolve("dark/0.png"), dark.resolve("0.png"));
    Path packed = directory.resolve("run").resolve("network.bnn");

    Map<String, Object> json =
        CommandLineRun.of("evaluate", "--weights", packed, "--images", some, "--json")
            .succeeded()
            .json();
    assertThat(json).containsEntry("images", 1);

    Files.createDirectories(some.resolve("green"));
    assertThat(CommandLineRun.of("evaluate", "--weights", packed, "--images", some).failure())
        .contains("no classes of the network: green. It knows bright, dark.");
  }

  @Test
  void packingIsComparedOnPicturesOfTheClasses() throws IOException {
    Map<String, Object> json =
        CommandLineRun.of(
                "pack",
                "--weights",
                weights,
                "--out",
                directory.resolve("own.bnn"),
                "--images",
                pictures,
                "--all",
                "--json")
            .succeeded()
            .json();

    assertThat(json).containsEntry("images", 12).containsKey("top1");
  }

  private static CommandLineRun evaluate(Path network, String more) {
    return CommandLineRun.of("evaluate", "--weights", network, "--images", pictures, more, "--json")
        .succeeded();
  }

  @Test
  void allIsForPictures() {
    assertThat(CommandLineRun.of("evaluate", "--all").wrongUsage()).contains("--images");
    assertThat(CommandLineRun.of("evaluate", "--images", pictures, "--data", "d").wrongUsage())
        .contains("choose one");
  }

  @Test
  void imagesOfOtherClassesMeasureNothing() {
    for (String engine : List.of("packed", "float")) {
      assertThat(CommandLineRun.of("evaluate", "--weights", weights, "--engine", engine).failure())
          .contains("nin-xnor knows 2 classes, such as bright")
          .contains("the 10 classes of CIFAR-10");
    }
  }
}
