// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.input;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.images.Fit;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.sql.Row;

/**
 * Makes images for a network of what a column of pictures holds.
 *
 * @param format what the column holds
 * @param fit how a picture of another shape becomes an image
 */
public record PictureInput(InputFormat format, Fit fit) implements Serializable {

  /**
   * Checks that pictures can become what a network takes; pixels can be anything.
   *
   * @param spec what images the network takes
   * @throws IllegalArgumentException if those have other than 1 or 3 channels
   */
  public void requireMakes(ImageSpec spec) {
    if (format != InputFormat.PIXELS) {
      reader(spec);
    }
  }

  /**
   * Makes an image.
   *
   * @param value the column's value in a row
   * @param spec what images the network takes
   * @return unsigned bytes {@code [H, W, C]}
   * @throws UnusablePicture if there is no picture, it is damaged, too large, or of a kind that is
   *     not read
   */
  public byte[] read(Object value, ImageSpec spec) {
    if (value == null) {
      throw new UnusablePicture("There is no picture.");
    }
    try {
      return switch (format) {
        case FILE -> reader(spec).read(new ByteArrayInputStream((byte[]) value));
        case IMAGE -> reader(spec).read(ImageStructure.picture((Row) value));
        case PIXELS -> pixels((byte[]) value, spec);
      };
    } catch (PictureException e) {
      throw new UnusablePicture(e.getMessage(), e);
    }
  }

  private PictureReader reader(ImageSpec spec) {
    return PictureReader.of(spec).withFit(fit);
  }

  private static byte[] pixels(byte[] value, ImageSpec spec) {
    if (value.length != spec.bytes()) {
      throw new UnusablePicture(
          String.format(
              Locale.ROOT,
              "An image of %d x %d pixels with %d channels takes %d bytes, not %d.",
              spec.width(),
              spec.height(),
              spec.channels(),
              spec.bytes(),
              value.length));
    }
    return value;
  }
}
