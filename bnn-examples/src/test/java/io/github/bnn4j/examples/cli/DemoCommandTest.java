// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path directory;
  private Path weights;
  private Path page;

  @BeforeEach
  void writeWeights() {
    weights = TinyNetwork.write(directory.resolve("tiny.bnn"), "nin-xnor");
    page = directory.resolve("pages/demo.html");
  }

  @Test
  void classifiesTheWholeTestSet() throws IOException {
    Map<String, Object> json =
        CommandLineRun.of("demo", "--weights", weights, "--page", page, "--json").json();

    assertThat(json)
        .containsEntry("model", "nin-xnor")
        .containsEntry("images", 10_000)
        .containsEntry("packedBytes", (int) Files.size(weights))
        .containsEntry("floatBytes", 4 * 969_822)
        .containsKeys("top1", "imagesPerSecond");
  }

  @Test
  void showsImagesAsColouredHalfBlocksOnlyWhereColoursShow() {
    String plain = CommandLineRun.of("demo", "--weights", weights, "--page", page).out();
    String colour = CommandLineRun.inColour("demo", "--weights", weights, "--page", page).out();

    assertThat(plain).contains("A test image of class cat:").doesNotContain("\u001b");
    assertThat(colour.lines().filter(line -> line.contains("▀"))).hasSize(3 * 16);
  }

  @Test
  void writesAPageThatNeedsNothingElse() throws IOException {
    String out = CommandLineRun.of("demo", "--weights", weights, "--page", page).out();

    assertThat(out).contains(page.toString());
    assertThat(page)
        .content()
        .contains("<!DOCTYPE html>", "nin-xnor on CIFAR-10", "data:image/png;base64,", "</html>")
        .doesNotContain("src=\"http", "<script");
  }

  @Test
  void pageThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(directory.resolve("pages"), "a file in the way");

    assertThat(CommandLineRun.of("demo", "--weights", weights, "--page", page, "--json").err())
        .contains("demo.html could not be written");
  }
}
