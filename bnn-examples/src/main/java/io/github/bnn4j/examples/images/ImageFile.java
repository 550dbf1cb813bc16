// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.images;

import io.github.bnn4j.core.file.IoProblem;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a picture as the square of pixels that a network takes. */
public final class ImageFile {
  private static final int MAX_SIDE = 30_000;
  private static final int DECODED_SIDE = 1_000;

  private ImageFile() {}

  /**
   * The middle square of a PNG, JPEG, GIF or BMP picture on white, resized.
   *
   * @return pixels as [side, side, 3]
   * @throws ImageException if the file is missing, no picture, damaged or too large
   */
  public static byte[] read(Path file, int side) {
    if (!Files.isRegularFile(file)) {
      throw new ImageException(file + " is no file.");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new ImageException(file + " is no picture; PNG and JPEG files can be classified.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        // the size is in the header: look at it before any memory is taken
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (Math.max(width, height) > MAX_SIDE) {
          throw new ImageException(
              String.format(
                  Locale.ROOT,
                  "%s has %,d x %,d pixels; at most %,d on a side are read.",
                  file,
                  width,
                  height,
                  MAX_SIDE));
        }
        BufferedImage square = reader.read(0, middleSquare(reader, width, height));
        return pixels(resize(square, side));
      } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw damaged(file, " before byte " + in.getStreamPosition(), e);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(file, "", e);
    }
  }

  /** ImageIO's decoders throw several kinds of exceptions on damaged files. */
  private static ImageException damaged(Path file, String where, Exception e) {
    String reason = e instanceof IOException io ? IoProblem.describe(io) : "damaged data";
    return new ImageException(file + " could not be read as a picture: " + reason + where + ".", e);
  }

  /** Only every n-th pixel of a huge picture, so that the memory it takes is bounded. */
  private static ImageReadParam middleSquare(ImageReader reader, int width, int height) {
    int side = Math.min(width, height);
    int step = Math.max(1, side / DECODED_SIDE);
    ImageReadParam square = reader.getDefaultReadParam();
    square.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
    square.setSourceSubsampling(step, step, 0, 0);
    return square;
  }

  /** Halves while that is possible, so that every pixel counts; then the rest bicubically. */
  private static BufferedImage resize(BufferedImage image, int side) {
    BufferedImage half = image;
    while (half.getWidth() >= 2 * side) {
      half = draw(half, half.getWidth() / 2, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }
    return draw(half, side, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
  }

  private static BufferedImage draw(BufferedImage image, int side, Object interpolation) {
    BufferedImage target = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
    graphics.drawImage(image, 0, 0, side, side, Color.WHITE, null);
    graphics.dispose();
    return target;
  }

  private static byte[] pixels(BufferedImage image) {
    int side = image.getWidth();
    byte[] pixels = new byte[side * side * 3];
    int at = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int rgb = image.getRGB(x, y);
        pixels[at++] = (byte) (rgb >> 16);
        pixels[at++] = (byte) (rgb >> 8);
        pixels[at++] = (byte) rgb;
      }
    }
    return pixels;
  }
}
