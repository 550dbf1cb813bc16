// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.images.SlicedInput.Slice;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/** The chunks of a PNG file, whole and with right checksums. */
final class PngChunks {
  private static final int SIGNATURE = 8;
  private static final int AROUND_DATA = 12;
  private static final int MAX_PROFILE = 1 << 22;

  private final byte[] file;
  private final Map<String, Slice> first = new HashMap<>();
  private final List<Slice> data = new ArrayList<>();

  private PngChunks(byte[] file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws Refusal if it ends before the picture does, or a checksum is wrong
   */
  static PngChunks read(byte[] file) throws Refusal {
    PngChunks chunks = new PngChunks(file);
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = SIGNATURE;
    String type = "";
    while (!type.equals("IEND")) {
      if (at + AROUND_DATA > file.length) {
        throw Refusal.cutShort();
      }
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - AROUND_DATA) {
        throw Refusal.cutShort();
      }
      type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, length + 4);
      if (bytes.getInt(at + 8 + length) != (int) checksum.getValue()) {
        throw Refusal.damaged("the checksum of what begins at byte " + at + " is wrong");
      }
      chunks.add(type, at, length);
      at += AROUND_DATA + length;
    }
    return chunks;
  }

  private void add(String type, int at, int length) {
    Slice content = new Slice(file, at + 8, at + 8 + length);
    first.putIfAbsent(type, content);
    if (type.equals("IDAT")) {
      data.add(content);
    }
  }

  /** The chunk of a type, its first one if there are several. */
  Optional<ByteBuffer> chunk(String type) {
    return Optional.ofNullable(first.get(type))
        .map(slice -> ByteBuffer.wrap(file, slice.from(), slice.length()).slice());
  }

  /** The compressed rows. */
  InputStream data() {
    return new SequenceInputStream(
        Collections.enumeration(
            data.stream()
                .map(slice -> new ByteArrayInputStream(file, slice.from(), slice.length()))
                .toList()));
  }

  /** The colour profile, if there is a sound one. */
  Optional<ICC_Profile> profile() {
    return Optional.ofNullable(first.get("iCCP")).flatMap(this::inflateProfile);
  }

  /** Behind its name, which ends with a zero, and a byte for the method it is compressed. */
  private Optional<ICC_Profile> inflateProfile(Slice chunk) {
    int at = chunk.from();
    while (at < chunk.to() && file[at] != 0) {
      at++;
    }
    int from = Math.min(at + 2, chunk.to());
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(file, from, chunk.to() - from))) {
      return Profiles.of(in.readNBytes(MAX_PROFILE));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
