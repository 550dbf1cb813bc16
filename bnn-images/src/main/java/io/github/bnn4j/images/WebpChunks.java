// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.images.SlicedInput.Slice;
import java.awt.Rectangle;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chunks of a WebP file. */
final class WebpChunks {
  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int EXIF_PREFIX = 6;
  private static final int ALPHA_FLAG = 0x10;

  private final ByteBuffer file;
  private final Map<String, Slice> first = new HashMap<>();
  private final List<Slice> picture = new ArrayList<>();
  private Optional<Size> canvas = Optional.empty();
  private Rectangle frame = new Rectangle();

  private WebpChunks(byte[] file) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a file.
   *
   * @throws Refusal if it ends before it should, or has no picture
   */
  static WebpChunks read(byte[] file) throws Refusal {
    WebpChunks chunks = new WebpChunks(file);
    long end = CHUNK_HEADER + Integer.toUnsignedLong(chunks.file.getInt(4));
    if (end > file.length) {
      throw Refusal.cutShort();
    }
    chunks.walk(FILE_HEADER, (int) end);
    if (chunks.frame.isEmpty() || chunks.picture.isEmpty()) {
      throw Refusal.damaged("it has no picture");
    }
    return chunks;
  }

  private void walk(int from, int to) throws Refusal {
    int at = from;
    while (at + CHUNK_HEADER <= to) {
      String type = new String(file.array(), at, 4, StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(file.getInt(at + 4));
      if (length > to - at - CHUNK_HEADER) {
        throw Refusal.cutShort();
      }
      chunk(type, new Slice(file.array(), at + CHUNK_HEADER, at + CHUNK_HEADER + (int) length));
      at += (int) (CHUNK_HEADER + length + length % 2);
    }
  }

  private void chunk(String type, Slice content) throws Refusal {
    boolean repeated = first.putIfAbsent(type, content) != null;
    switch (type) {
      case "VP8X" -> canvas = Optional.of(sizeAt(content, 4));
      case "ANMF" -> {
        if (!repeated) {
          animationFrame(content);
        }
      }
      case "ALPH" -> picture.add(whole(content));
      case "VP8 ", "VP8L" -> {
        picture.add(whole(content));
        Size size = type.equals("VP8 ") ? lossySize(content) : losslessSize(content);
        frame.setSize(size.width(), size.height());
      }
      default -> {
        // describes the picture, or is not known
      }
    }
  }

  /** Has chunks of its own, those of a picture that is not animated. */
  private void animationFrame(Slice content) throws Refusal {
    require(content, FRAME_HEADER);
    frame.setLocation(2 * threeBytes(content, 0), 2 * threeBytes(content, 3));
    walk(content.from() + FRAME_HEADER, content.to());
  }

  private Size sizeAt(Slice content, int at) throws Refusal {
    require(content, at + 6);
    return new Size(threeBytes(content, at) + 1, threeBytes(content, at + 3) + 1);
  }

  private Size lossySize(Slice content) throws Refusal {
    require(content, 10);
    return new Size(
        file.getShort(content.from() + 6) & 0x3fff, file.getShort(content.from() + 8) & 0x3fff);
  }

  private Size losslessSize(Slice content) throws Refusal {
    require(content, 5);
    int bits = file.getInt(content.from() + 1);
    return new Size((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
  }

  private static void require(Slice content, int length) throws Refusal {
    if (content.length() < length) {
      throw Refusal.cutShort();
    }
  }

  private int threeBytes(Slice content, int at) {
    return file.getShort(content.from() + at) & 0xffff
        | (file.get(content.from() + at + 2) & 0xff) << 16;
  }

  /** A chunk with its header and the byte that makes its length even. */
  private Slice whole(Slice content) {
    int end = Math.min(content.to() + content.length() % 2, file.limit());
    return new Slice(file.array(), content.from() - CHUNK_HEADER, end);
  }

  Size canvas() {
    return canvas.orElseGet(() -> new Size(frame.width, frame.height));
  }

  /** Where the picture lies on the canvas. */
  Rectangle frame() {
    return frame;
  }

  /** The picture in a file of its own. */
  SlicedInput still() {
    int length = picture.stream().mapToInt(Slice::length).sum();
    boolean extended = picture.size() > 1;
    ByteBuffer head =
        ByteBuffer.allocate(FILE_HEADER + (extended ? CHUNK_HEADER + 10 : 0))
            .order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii("RIFF")).putInt(head.capacity() - CHUNK_HEADER + length).put(ascii("WEBP"));
    if (extended) {
      head.put(ascii("VP8X")).putInt(10).putInt(ALPHA_FLAG);
      threeBytes(head, frame.width - 1);
      threeBytes(head, frame.height - 1);
    }
    List<Slice> slices = new ArrayList<>(List.of(Slice.of(head.array())));
    slices.addAll(picture);
    return new SlicedInput(slices);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void threeBytes(ByteBuffer head, int value) {
    head.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
  }

  Optional<ICC_Profile> profile() {
    return bytes("ICCP").flatMap(Profiles::of);
  }

  /** Some writers put the header of JPEG's EXIF segments before the data. */
  Orientation orientation() {
    return bytes("EXIF")
        .map(
            exif ->
                exif.length > EXIF_PREFIX && exif[0] == 'E'
                    ? Arrays.copyOfRange(exif, EXIF_PREFIX, exif.length)
                    : exif)
        .map(exif -> TiffDirectory.read(ByteBuffer.wrap(exif)).orientation())
        .orElse(Orientation.TOP_LEFT);
  }

  private Optional<byte[]> bytes(String type) {
    return Optional.ofNullable(first.get(type))
        .map(slice -> Arrays.copyOfRange(slice.bytes(), slice.from(), slice.to()));
  }
}
