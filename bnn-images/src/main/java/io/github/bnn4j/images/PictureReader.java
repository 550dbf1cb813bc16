// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Reads pictures as the images that a network takes.
 *
 * <ul>
 *   <li><b>Formats</b> are those of {@link PictureFormat}, recognised by content.
 *   <li><b>Orientation</b>: the picture is turned upright first, as its EXIF data says.
 *   <li><b>Shape</b>: {@link Fit#CROP} unless another fit is asked for. Shrinking takes the mean
 *       over the area that becomes one pixel, enlarging interpolates linearly; both work on the
 *       values as they are encoded.
 *   <li><b>Colour</b>: pixels become sRGB, by the colour profile of the picture if it has one. Grey
 *       becomes three equal channels. CMYK without a profile becomes {@code (1 - ink) * (1 -
 *       black)}. More than 8 bits are rounded to 8. A network of one channel gets the luma {@code
 *       0.2126 R + 0.7152 G + 0.0722 B} of ITU-R BT.709.
 *   <li><b>Transparent</b> pixels are laid on the background, white unless another is asked for.
 *   <li><b>Refused</b>, with a sentence that says why: files that are damaged or cut short, and
 *       pictures too large, by what their header says and before memory is taken for them.
 * </ul>
 *
 * <p>Instances are immutable and safe for use by any number of threads.
 */
public final class PictureReader {
  private static final int COLOURS = 3;

  private final Size target;
  private final int channels;
  private final Fit fit;
  private final int background;

  private PictureReader(Size target, int channels, Fit fit, int background) {
    this.target = target;
    this.channels = channels;
    this.fit = fit;
    this.background = background;
  }

  /**
   * Returns a reader that makes what a network takes.
   *
   * @param input the input of the network
   * @return the reader
   * @throws IllegalArgumentException if that has other than 1 or 3 channels
   */
  public static PictureReader of(ImageSpec input) {
    return of(input.height(), input.width(), input.channels());
  }

  /**
   * Returns a reader that makes images of a shape.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1; together at most 2^28 pixels
   * @param channels 3 for red, green and blue, 1 for grey
   * @return the reader
   * @throws IllegalArgumentException if the shape is none of these
   */
  public static PictureReader of(int height, int width, int channels) {
    if (height < 1 || width < 1 || channels != 1 && channels != COLOURS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Pictures become images of 1 or 3 channels, not of %d x %d x %d.",
              height,
              width,
              channels));
    }
    if ((long) height * width > Limits.MAX_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Pictures become images of at most %,d pixels, not of %,d x %,d.",
              Limits.MAX_PIXELS,
              height,
              width));
    }
    return new PictureReader(new Size(width, height), channels, Fit.CROP, 0xffffff);
  }

  /**
   * Returns a reader that is this one but for the fit.
   *
   * @param other how pictures of another shape become images
   * @return the reader
   */
  public PictureReader withFit(Fit other) {
    return new PictureReader(target, channels, other, background);
  }

  /**
   * Returns a reader that is this one but for the background.
   *
   * @param colour what is seen behind transparent pixels and beside a {@link Fit#PAD padded}
   *     picture; its own alpha does not count
   * @return the reader
   */
  public PictureReader withBackground(Color colour) {
    return new PictureReader(target, channels, fit, colour.getRGB() & 0xffffff);
  }

  /** {@return how many bytes an image takes: height x width x channels} */
  public int bytes() {
    return target.height() * target.width() * channels;
  }

  /**
   * Reads a picture from a file.
   *
   * @param file the file
   * @return its pixels, [H, W, C], one unsigned byte a channel
   * @throws PictureException if the picture cannot be read
   */
  public byte[] read(Path file) {
    return read(PictureBytes.of(file));
  }

  /**
   * Reads a picture from a stream.
   *
   * @param in the stream, read to its end and not closed
   * @return its pixels, [H, W, C], one unsigned byte a channel
   * @throws PictureException if the picture cannot be read
   * @throws NullPointerException if there is no stream, which is what {@link
   *     Class#getResourceAsStream} gives where it finds no resource
   */
  public byte[] read(InputStream in) {
    Objects.requireNonNull(
        in,
        "There is no stream to read a picture from: getResourceAsStream gives null where it finds"
            + " no resource of that name.");
    return read(PictureBytes.of(in));
  }

  /**
   * Makes an image of a picture in memory, which is taken to be upright.
   *
   * @param picture the picture, left as it is
   * @return its pixels, [H, W, C], one unsigned byte a channel
   */
  public byte[] read(BufferedImage picture) {
    try {
      return pixels(new BufferedPicture(picture));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks that this makes what a network takes.
   *
   * @throws IllegalArgumentException if it does not
   */
  void requireMakes(ImageSpec input) {
    if (input.height() != target.height()
        || input.width() != target.width()
        || input.channels() != channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The network takes images of %d x %d x %d, not of %d x %d x %d.",
              input.height(),
              input.width(),
              input.channels(),
              target.height(),
              target.width(),
              channels));
    }
  }

  private byte[] read(PictureBytes file) {
    PictureFormat format =
        PictureFormat.ofContent(file.bytes())
            .orElseThrow(
                () -> new PictureException(file.name() + " " + OtherFiles.is(file.bytes())));
    try {
      Picture picture = format.open(file.bytes());
      Limits.check(picture);
      return pixels(picture);
    } catch (Refusal e) {
      throw new PictureException(file.name() + " " + e.getMessage() + ".", e);
    } catch (IOException | RuntimeException e) { // the decoders throw all kinds at damaged files
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "%s is a %s file that is damaged, or of a kind that is not read (%s).",
              file.name(),
              format,
              String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ")),
          e);
    } catch (OutOfMemoryError e) {
      throw PictureException.outOfMemory(file.name(), e);
    } catch (LinkageError e) {
      throw new PictureException(
          file.name() + " cannot be read: there is no decoder of " + format + " here (" + e + ").",
          e);
    }
  }

  private byte[] pixels(Picture picture) throws IOException {
    Orientation orientation = picture.orientation();
    Size upright = orientation.turn(picture.size());
    Rectangle part = fit.part(upright, target);
    Size content = fit.content(upright, target);
    Rectangle stored = orientation.stored(part, picture.size());
    Resizer resizer =
        new Resizer(new Size(stored.width, stored.height), orientation.turn(content), background);
    picture.read(stored, resizer);
    Rgb image = Rgb.filled(target, background);
    image.copy(
        orientation.upright(resizer.result()),
        (target.width() - content.width()) / 2,
        (target.height() - content.height()) / 2);
    return channels == COLOURS ? image.colours() : image.greys();
  }
}
