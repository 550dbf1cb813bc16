// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.zoo.train.HistoryRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecorationTest {
  private static final Path FILE = Path.of("chart.png");

  private final List<String> remarks = new ArrayList<>();
  private final Decoration decoration = new Decoration(remarks::add);

  @Test
  void whatCanBeDrawnIsAndNothingIsSaid() {
    List<String> drawn = new ArrayList<>();

    decoration.tryTo(FILE, () -> drawn.add("chart"));

    assertThat(drawn).containsExactly("chart");
    assertThat(remarks).isEmpty();
  }

  @Test
  void failuresStopNothingAndAreSaidOnce() {
    decoration.tryTo(
        FILE,
        () -> {
          throw new InternalError(new RuntimeException("no fonts\nat all."));
        });
    decoration.tryTo(
        FILE,
        () -> {
          throw new NoClassDefFoundError("Could not initialize class Fonts");
        });

    assertThat(remarks)
        .containsExactly(
            "chart.png is left out, and whatever else cannot be drawn: no fonts at all. The rest"
                + " goes on.");
  }

  @Test
  void fileThatCannotBeWrittenIsExplained() {
    decoration.tryTo(
        FILE,
        () -> {
          throw new UncheckedIOException("the chart", new AccessDeniedException("chart.png"));
        });

    assertThat(remarks).first().asString().contains(": permission denied. The rest goes on.");
  }

  /** Draws in a JVM that finds no fonts, where the system has Fontconfig. */
  @Test
  void chartsAreLeftOutWithoutFonts(@TempDir Path folder) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("fonts.conf"),
            "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><cachedir>"
                + folder
                + "</cachedir></fontconfig>");
    ProcessBuilder drawing =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + Files.createDirectory(folder.resolve("home")),
            "-cp",
            System.getProperty("java.class.path"),
            Drawing.class.getName(),
            folder.toString());
    drawing.environment().put("FONTCONFIG_FILE", config.toString());
    Process process = drawing.redirectErrorStream(true).start();

    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(said).endsWith("the end").doesNotContain("\tat ");
    assertThat(said.lines().filter(line -> line.contains("left out"))).hasSizeLessThanOrEqualTo(1);
  }

  /** What runs there. */
  static final class Drawing {
    private Drawing() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      HistoryRow row = new HistoryRow(1, 0.1, 2, 50, 2, 50, 1, 1, 1, 1, 1);
      HistoryChart.write(
          List.of(row), List.of(), "title", "caption", folder.resolve("history.png"));
      ConfusionMatrix matrix =
          new ConfusionMatrix(List.of("cat", "dog"), new int[][] {{1, 2}, {3, 4}});
      ConfusionChart.write(matrix, "title", folder.resolve("confusion.png"));
      System.out.print("the end");
    }
  }
}
