// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Prediction;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.layers.train.ImageDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A page without scripts or links: some test images, what the network takes them for, and how long
 * its layers take.
 */
final class DemoPage {
  private static final int IMAGES = 40;
  private static final int TOP = 3;
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>BNN4J demo</title>
      <style>
      body { font: 15px/1.4 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto;
             padding: 0 1rem; color: #222; }
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; padding: 0; }
      li { list-style: none; border: 1px solid #ccc; border-radius: 6px; padding: .6rem; }
      li.wrong { border: 2px dashed #b00; }
      img { width: 96px; height: 96px; image-rendering: pixelated; display: block; margin: auto; }
      .class { display: flex; justify-content: space-between; font-size: 13px; margin-top: .5rem; }
      .bar { display: block; height: .35rem; background: #e4e4e4; border-radius: 3px; }
      .bar > span { display: block; height: 100%; background: #2c6fa8; border-radius: 3px; }
      td { padding: .1rem 1rem .1rem 0; font-size: 13px; white-space: nowrap; }
      td:last-child { width: 20rem; }
      </style>
      </head>
      <body>
      """;

  private DemoPage() {}

  /**
   * Writes the page, and the directory it is to be in.
   *
   * @throws UncheckedIOException if that is not possible
   */
  static void write(
      Path file,
      PackedNetwork network,
      ImageDataset images,
      AccuracyReport evaluation,
      long floatBytes) {
    StringBuilder html = new StringBuilder(HEAD);
    html.append(
        String.format(
            Locale.ROOT,
            """
            <h1>%s on CIFAR-10</h1>
            <p>%.2f %% of %s recognised, %,.0f images a second on %s,
            %,.0f a second in the last fifth, when the JVM has compiled it; %,d bytes packed, %,d as floats.</p>
            <p>The first %s, their class, and the %d most probable classes
            (dashed: taken for another class):</p>
            <ul>
            """,
            escape(network.name()),
            evaluation.top1(),
            Count.of(evaluation.images(), "test image"),
            evaluation.imagesPerSecond(),
            Count.of(evaluation.threads(), "thread"),
            evaluation.steadyImagesPerSecond(),
            network.toBytes().length,
            floatBytes,
            Count.of(IMAGES, "test image"),
            TOP));
    for (int i = 0; i < IMAGES; i++) {
      appendImage(html, network, images.subset(i, i + 1));
    }
    html.append("</ul>\n");
    html.append(LayerTimes.html(network, images.subset(0, 1).pixels()));
    html.append("</body>\n</html>\n");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, html.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw IoProblem.unchecked("The page " + file + " could not be written", e);
    }
  }

  private static void appendImage(StringBuilder html, PackedNetwork network, ImageDataset image) {
    int actual = image.labels()[0];
    List<Prediction> predictions = network.classify(image.pixels(), TOP);
    String label = escape(network.labels().get(actual));
    Prediction answer = predictions.get(0);
    boolean right = answer.index() == actual;
    html.append(right ? "<li>" : "<li class=\"wrong\">");
    html.append("<img alt=\"").append(label).append("\" src=\"data:image/png;base64,");
    html.append(png(image.pixels())).append("\"><strong>").append(label).append("</strong>");
    html.append(right ? "\n" : ", taken for <strong>" + escape(answer.label()) + "</strong>\n");
    for (Prediction prediction : predictions) {
      html.append(
          String.format(
              Locale.ROOT,
              "<div class=\"class\"><span>%s</span><span>%.1f %%</span></div>" + "%s%n",
              escape(prediction.label()),
              100 * prediction.probability(),
              bar(prediction.probability())));
    }
    html.append("</li>\n");
  }

  /** A bar of a share of the width there is. */
  static String bar(double share) {
    return String.format(
        Locale.ROOT,
        "<span class=\"bar\"><span style=\"width: %.2f%%\"></span></span>",
        100 * share);
  }

  private static String png(byte[] pixels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(SmallPicture.of(pixels, Cifar10Dataset.SIDE), "png", out);
    } catch (IOException e) {
      throw IoProblem.unchecked("An image could not be encoded", e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
