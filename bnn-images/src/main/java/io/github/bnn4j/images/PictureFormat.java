// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A kind of file that holds a picture and can be read. */
public enum PictureFormat {

  /** JPEG: grey, colour, CMYK and YCCK, sequential and progressive, 8 bits a channel. */
  JPEG("JPEG", "jpg", "jpeg"),

  /** PNG: all kinds, 1 to 16 bits a channel; of an animated one, the still picture. */
  PNG("PNG", "png"),

  /** GIF: of an animated one, its first picture. */
  GIF("GIF", "gif"),

  /** BMP, the bitmap of Windows. */
  BMP("BMP", "bmp"),

  /** WebP: lossy and lossless; of an animated one, its first picture. */
  WEBP("WebP", "webp"),

  /** TIFF: of several pages, the first. */
  TIFF("TIFF", "tiff", "tif");

  private static final int RIFF_HEADER = 12;

  private final String title;
  private final List<String> endings;

  PictureFormat(String title, String... endings) {
    this.title = title;
    this.endings = List.of(endings);
  }

  /** {@return the endings of the names of such files, in lower case and without the dot} */
  public List<String> endings() {
    return endings;
  }

  /**
   * Returns the kind of picture that the name of a file promises. Reading goes by content.
   *
   * @param file the file, which need not exist
   * @return the format, if the name has the ending of one
   */
  public static Optional<PictureFormat> ofName(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1);
    return Arrays.stream(values()).filter(format -> format.endings.contains(ending)).findFirst();
  }

  /** Returns the kind of picture that a file holds, by its first bytes. */
  static Optional<PictureFormat> ofContent(byte[] file) {
    String start =
        new String(file, 0, Math.min(file.length, RIFF_HEADER), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (start.startsWith("BM")) {
      return Optional.of(BMP);
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (start.startsWith("II*\0")
        || start.startsWith("MM\0*")
        || start.startsWith("II+\0")
        || start.startsWith("MM\0+")) {
      return Optional.of(TIFF);
    }
    return Optional.empty();
  }

  /**
   * Reads the header of a picture of this format.
   *
   * @throws IOException if the picture is damaged, or of a kind that is not read
   */
  Picture open(byte[] file) throws IOException {
    return switch (this) {
      case JPEG -> JpegPicture.open(file);
      case PNG -> PngPicture.open(file);
      case GIF -> GifPicture.open(file);
      case BMP -> BmpPicture.open(file);
      case WEBP -> WebpPicture.open(file);
      case TIFF -> TiffPicture.open(file);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
