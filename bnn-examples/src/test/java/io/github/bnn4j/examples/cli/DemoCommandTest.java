// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private static Path directory;
  private static Path weights;
  private static Path page;
  private static CommandLineRun colour;

  @BeforeAll
  static void runInColour() {
    weights = TinyNetwork.write(directory.resolve("tiny.bnn"), "nin-xnor");
    page = directory.resolve("pages/demo.html");
    colour = CommandLineRun.inColour("demo", "--weights", weights, "--page", page).succeeded();
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
        .containsKeys("top1", "imagesPerSecond", "steadyImagesPerSecond");
  }

  @Test
  void showsImagesAsHalfBlocksAndWhatTheyAreTakenFor() {
    assertThat(colour.out().lines().filter(line -> line.contains("▀"))).hasSize(4 * 16);
    assertThat(colour.out()).contains("A test image of class cat:", "% of 10,000 test images");
  }

  @Test
  void withoutColoursThereAreNoPicturesAndNoEscapes() {
    Path elsewhere = Path.of(page + ".plain");

    String out = CommandLineRun.of("demo", "--weights", weights, "--page", elsewhere).out();

    assertThat(out).contains("A test image of class cat:").doesNotContain("\u001b", "▀");
  }

  @Test
  void whatIsTakenForAnotherClassIsNamedWithBoth() {
    assertThat(colour.out())
        .containsPattern("A test image of class (cat|ship|airplane), taken for ");
    assertThat(page)
        .content()
        .containsPattern(
            "<li class=\"wrong\">.*<strong>\\w+</strong>, taken for <strong>\\w+</strong>");
  }

  @Test
  void withoutAModelOrAFileItIsTheResidualNetwork() {
    assertThat(CommandLineRun.of("demo", "--help").out())
        .containsIgnoringWhitespaces("react12 in the demo, nin-xnor elsewhere");
  }

  @Test
  void networksThatAreNotOfTheZooAreForEvaluate() {
    Path own = TinyNetwork.write(directory.resolve("own.bnn"), "mine");

    assertThat(CommandLineRun.of("demo", "--weights", own, "--page", page).failure())
        .contains("mine is none", "evaluate");
    assertThat(CommandLineRun.of("evaluate", "--weights", own, "--limit", 100).succeeded().out())
        .contains("mine (packed):");
  }

  @Test
  void writesAPageThatNeedsNothingElse() {
    assertThat(colour.out()).contains(page.toString());
    assertThat(page)
        .content()
        .contains("<!DOCTYPE html>", "nin-xnor on CIFAR-10", "data:image/png;base64,", "</html>")
        .contains("Where the time goes", "<td>0 FloatConv2d")
        .doesNotContain("src=\"http", "<script");
  }

  @Test
  void demoGoesOnWithoutAPageThatCannotBeWritten() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("file"), "");

    Map<String, Object> json =
        CommandLineRun.of(
                "demo", "--weights", weights, "--page", inTheWay.resolve("demo.html"), "--json")
            .succeeded()
            .json();

    assertThat(json).containsEntry("images", 10_000).doesNotContainKey("page");
  }
}
