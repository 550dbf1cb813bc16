// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** Writes charts as pictures, with a caption below. */
final class ChartSheet {
  private static final int FONT_SIZE = 13;
  private static final int MARGIN = 16;

  private ChartSheet() {}

  /**
   * Writes charts below each other, or goes on without them, as charts only decorate.
   *
   * @param charts makes them, which fails already where there are no fonts
   * @param caption what they show, wrapped to their width
   */
  static void write(Path file, Supplier<List<? extends IChart>> charts, String caption) {
    Decoration.attempt(file, () -> draw(file, charts.get(), caption));
  }

  private static void draw(Path file, List<? extends IChart> charts, String caption) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    List<BufferedImage> images = charts.stream().map(BitmapEncoder::getBufferedImage).toList();
    int width = images.stream().mapToInt(BufferedImage::getWidth).max().orElseThrow();
    int height = images.stream().mapToInt(BufferedImage::getHeight).sum();
    FontMetrics metrics = images.get(0).createGraphics().getFontMetrics(font);
    List<String> lines = wrap(caption, metrics, width - 2 * MARGIN);
    int captionHeight = lines.size() * metrics.getHeight() + MARGIN;
    BufferedImage all =
        new BufferedImage(width, height + captionHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = all.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, all.getWidth(), all.getHeight());
    int y = 0;
    for (BufferedImage image : images) {
      graphics.drawImage(image, 0, y, null);
      y += image.getHeight();
    }
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setFont(font);
    for (String line : lines) {
      graphics.drawString(line, MARGIN, y + metrics.getAscent());
      y += metrics.getHeight();
    }
    graphics.dispose();
    save(file, all);
  }

  private static List<String> wrap(String text, FontMetrics metrics, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }

  private static void save(Path file, BufferedImage image) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      AtomicFile.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw IoProblem.unchecked("The chart " + file + " could not be written", e);
    }
  }
}
