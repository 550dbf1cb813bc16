// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.awt.Rectangle;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A PNG file. */
final class PngPicture implements Picture {
  private static final int GAMMA_UNIT = 100_000;

  /** From here on samples are taken for linear light; below, for values encoded as in sRGB. */
  private static final double LEAST_LINEAR_GAMMA = 0.75;

  private final PngChunks chunks;
  private final PngHeader header;

  private PngPicture(PngChunks chunks, PngHeader header) {
    this.chunks = chunks;
    this.header = header;
  }

  static PngPicture open(byte[] file) throws IOException {
    PngChunks chunks = PngChunks.read(file);
    ByteBuffer header = chunks.chunk("IHDR").orElseThrow(() -> Refusal.damaged("it has no header"));
    return new PngPicture(chunks, PngHeader.read(header));
  }

  @Override
  public Size size() {
    return header.size();
  }

  @Override
  public Orientation orientation() {
    return chunks
        .chunk("eXIf")
        .map(exif -> TiffDirectory.read(exif).orientation())
        .orElse(Orientation.TOP_LEFT);
  }

  @Override
  public long memory() {
    return header.interlaced() ? size().pixels() * header.bytesOfPixel() : 0;
  }

  @Override
  public void read(Rectangle part, RowSink sink) throws IOException {
    PngColours colours = colours();
    int[] argb = new int[part.width];
    try (PngRows rows = new PngRows(header, chunks.data())) {
      rows.read(
          part.y + part.height,
          (y, row) -> {
            if (y >= part.y) {
              colours.row(row, part.x, argb);
              sink.row(y - part.y, argb);
            }
          });
    }
  }

  private PngColours colours() throws Refusal {
    Optional<ByteBuffer> transparency = header.hasAlpha() ? Optional.empty() : chunks.chunk("tRNS");
    if (header.hasPalette()) {
      ByteBuffer palette =
          chunks.chunk("PLTE").orElseThrow(() -> Refusal.damaged("it has no palette"));
      return PngColours.ofPalette(palette, transparency, toRgb(3));
    }
    return PngColours.ofSamples(header, transparency, toRgb(header.colours()));
  }

  private ToRgb toRgb(int channels) {
    ToRgb plain = ToRgb.ofChannels(channels);
    Optional<ICC_Profile> profile = chunks.profile();
    if (profile.isPresent()) {
      return ToRgb.ofProfile(profile.get(), channels).orElse(plain);
    }
    boolean linear =
        chunks.chunk("sRGB").isEmpty()
            && chunks
                .chunk("gAMA")
                .filter(chunk -> chunk.limit() >= Integer.BYTES)
                .filter(chunk -> chunk.getInt(0) > LEAST_LINEAR_GAMMA * GAMMA_UNIT)
                .isPresent();
    return linear ? plain.ofLight() : plain;
  }
}
