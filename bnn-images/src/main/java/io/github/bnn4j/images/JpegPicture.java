// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * A JPEG file. The reader of the JDK, libjpeg, decodes it; what the channels are and what colours
 * they make is decided here, because the versions of the JDK differ in it.
 */
final class JpegPicture implements Picture {
  private final JpegSegments segments;
  private final JpegColours colours;

  private JpegPicture(JpegSegments segments, JpegColours colours) {
    this.segments = segments;
    this.colours = colours;
  }

  static JpegPicture open(byte[] file) throws IOException {
    JpegSegments segments = JpegSegments.read(file);
    return new JpegPicture(segments, segments.colours());
  }

  @Override
  public Size size() {
    return segments.frame().size();
  }

  @Override
  public Orientation orientation() {
    return segments.orientation();
  }

  @Override
  public long memory() {
    int channels = segments.frame().channels();
    boolean whole = segments.isBuffered() || channels == 4;
    return (whole ? channels * size().pixels() : 0)
        + (segments.isBuffered() ? segments.frame().coefficientBytes() : 0);
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = JdkReaders.of("jpeg");
    try {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(segments.essential(), true, true);
      if (segments.frame().channels() == 4) {
        readInk(reader, part, sink);
      } else {
        readLight(reader, part, sink);
      }
    } finally {
      reader.dispose();
    }
    for (String warning : warnings) {
      refuseIfDamaged(warning);
    }
  }

  private void readLight(ImageReader reader, Rectangle part, RowSink sink) throws IOException {
    int channels = segments.frame().channels();
    ToRgb toRgb =
        segments
            .profile()
            .flatMap(profile -> ToRgb.ofProfile(profile, channels))
            .orElseGet(() -> ToRgb.ofChannels(channels));
    Colours light = Colours.of(JpegPicture::lightSamples, channels, false, false, toRgb);
    int[] argb = new int[part.width];
    PassingRaster.Sink rows =
        (row, y) -> {
          light.row(row, 0, 0, argb);
          sink.row(y, argb);
        };
    if (segments.isBuffered()) {
      // the reader makes the whole picture again with each scan
      Raster raster = read(reader, part, PassingRaster.whole(part, channels));
      for (int y = 0; y < part.height; y++) {
        rows.row(raster.createChild(0, y, part.width, 1, 0, 0, null), y);
      }
    } else {
      PassingRaster raster = new PassingRaster(part, channels, rows);
      read(reader, part, raster);
      if (raster.rows() != part.height) {
        throw Refusal.damaged("rows are missing");
      }
    }
  }

  private static Raster read(ImageReader reader, Rectangle part, WritableRaster target)
      throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceRegion(part);
    param.setDestination(PassingRaster.image(target));
    return reader.read(0, param).getRaster();
  }

  private static void lightSamples(Raster raster, int x, int y, int width, int[] samples) {
    raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, width, 1, samples);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= 257;
    }
  }

  private void readInk(ImageReader reader, Rectangle part, RowSink sink) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceRegion(part);
    Raster raster = reader.readRaster(0, param);
    ToRgb toRgb = segments.profile().flatMap(p -> ToRgb.ofProfile(p, 4)).orElse(ToRgb.CMYK);
    Colours ink = Colours.of(this::inkSamples, 4, false, false, toRgb);
    int[] argb = new int[part.width];
    for (int y = 0; y < part.height; y++) {
      ink.row(raster, 0, y, argb);
      sink.row(y, argb);
    }
  }

  /** Ink is stored inverted, whether or not a segment of Adobe says so. */
  private void inkSamples(Raster raster, int x, int y, int width, int[] samples) {
    raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, width, 1, samples);
    for (int at = 0; at < samples.length; at += 4) {
      if (colours == JpegColours.YCCK) {
        fromYcc(samples, at);
      } else {
        for (int c = 0; c < 3; c++) {
          samples[at + c] = 255 - samples[at + c];
        }
      }
      samples[at + 3] = 255 - samples[at + 3];
      for (int c = 0; c < 4; c++) {
        samples[at + c] *= 257;
      }
    }
  }

  /** ITU-R BT.601 with the full range, as in JFIF. */
  private static void fromYcc(int[] samples, int at) {
    int luma = samples[at];
    double blue = samples[at + 1] - 128.0;
    double red = samples[at + 2] - 128.0;
    samples[at] = clamp(luma + 1.402 * red);
    samples[at + 1] = clamp(luma - 0.344136 * blue - 0.714136 * red);
    samples[at + 2] = clamp(luma + 1.772 * blue);
  }

  private static int clamp(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }

  /** Of libjpeg's warnings these mean that pixels are missing or wrong. */
  private static void refuseIfDamaged(String warning) throws Refusal {
    boolean missing = warning.startsWith("Premature end");
    boolean wrong =
        warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
    if (missing || wrong) {
      throw Refusal.damaged(warning);
    }
  }
}
