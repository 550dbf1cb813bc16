// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.images.SlicedInput.Slice;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The segments of a JPEG file, to its end: what its picture is, and the file without what only
 * describes it.
 */
final class JpegSegments {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final String EXIF = "Exif\0\0";
  private static final String ICC = "ICC_PROFILE\0";
  private static final String JFIF = "JFIF\0";
  private static final String ADOBE = "Adobe";
  private static final int ADOBE_TRANSFORM = 11;

  private final byte[] file;
  private final List<Slice> essential = new ArrayList<>();
  private final TreeMap<Integer, Slice> iccParts = new TreeMap<>();
  private int iccCount;
  private int position = 2;
  private Optional<JpegFrame> frame = Optional.empty();
  private boolean jfif;
  private Optional<Integer> adobeTransform = Optional.empty();
  private Orientation orientation = Orientation.TOP_LEFT;
  private int scans;
  private boolean ended;

  private JpegSegments(byte[] file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws Refusal if it ends before the picture does, or has no picture
   */
  static JpegSegments read(byte[] file) throws Refusal {
    JpegSegments segments = new JpegSegments(file);
    while (!segments.ended) {
      segments.next();
    }
    if (segments.frame.isEmpty() || segments.scans == 0) {
      throw Refusal.damaged("it has no picture");
    }
    return segments;
  }

  private void next() throws Refusal {
    while (byteAt(position) != 0xff) {
      position++; // what is no marker is skipped, as all readers do
    }
    while (byteAt(position) == 0xff) {
      position++;
    }
    int marker = byteAt(position++);
    if (marker == EOI) {
      keep(marker, new Slice(file, position, position));
      ended = true;
    } else if (marker != 0 && marker != 1 && (marker < 0xd0 || marker > SOI)) {
      int length = byteAt(position) << 8 | byteAt(position + 1);
      int end = position + Math.max(2, length);
      byteAt(end - 1);
      segment(marker, new Slice(file, position + 2, end));
      position = end;
    }
  }

  private int byteAt(int at) throws Refusal {
    if (at >= file.length) {
      throw Refusal.cutShort();
    }
    return Byte.toUnsignedInt(file[at]);
  }

  private void segment(int marker, Slice content) throws Refusal {
    if (marker >= APP0 && marker <= APP15 || marker == COM) {
      describe(marker, content);
    } else if (marker == SOS) {
      scans++;
      int end = endOfScan(content.to());
      keep(marker, new Slice(file, content.from() - 2, end));
      position = end;
    } else {
      if (JpegFrame.isMarker(marker)) {
        frame = Optional.of(JpegFrame.read(marker, content));
      }
      keep(marker, new Slice(file, content.from() - 2, content.to()));
    }
  }

  private void describe(int marker, Slice content) {
    if (marker == APP0 && startsWith(content, JFIF)) {
      jfif = true;
    } else if (marker == APP14
        && startsWith(content, ADOBE)
        && content.length() > ADOBE_TRANSFORM) {
      adobeTransform = Optional.of((int) file[content.from() + ADOBE_TRANSFORM]);
    } else if (marker == APP1 && startsWith(content, EXIF)) {
      int from = content.from() + EXIF.length();
      ByteBuffer exif = ByteBuffer.wrap(file, from, content.to() - from).slice();
      orientation = TiffDirectory.read(exif).orientation();
    } else if (marker == APP2 && startsWith(content, ICC) && content.length() > ICC.length() + 2) {
      int from = content.from() + ICC.length();
      iccCount = Byte.toUnsignedInt(file[from + 1]);
      iccParts.put(Byte.toUnsignedInt(file[from]), new Slice(file, from + 2, content.to()));
    }
  }

  private boolean startsWith(Slice content, String start) {
    return content.length() >= start.length()
        && new String(file, content.from(), start.length(), StandardCharsets.ISO_8859_1)
            .equals(start);
  }

  /** Behind the header of a scan comes its data, up to the next marker but those of restarts. */
  private int endOfScan(int from) throws Refusal {
    int at = from;
    while (true) {
      while (byteAt(at) != 0xff) {
        at++;
      }
      int next = byteAt(at + 1);
      if (next != 0 && next != 0xff && (next < 0xd0 || next >= SOI)) {
        return at;
      }
      at += next == 0xff ? 1 : 2;
    }
  }

  private void keep(int marker, Slice content) {
    essential.add(Slice.of(new byte[] {(byte) 0xff, (byte) marker}));
    essential.add(content);
  }

  JpegFrame frame() {
    return frame.orElseThrow();
  }

  Orientation orientation() {
    return orientation;
  }

  /** Whether the whole picture is in memory, as coefficients, before its first row is done. */
  boolean isBuffered() {
    return frame().progressive() || scans > 1;
  }

  /** The colour profile, if all of its parts are there. */
  Optional<ICC_Profile> profile() {
    if (iccParts.isEmpty() || iccParts.size() != iccCount || iccParts.lastKey() != iccCount) {
      return Optional.empty();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    iccParts.values().forEach(part -> all.write(file, part.from(), part.length()));
    return Profiles.of(all.toByteArray());
  }

  /** How libjpeg, and with it everyone else, finds out what the channels are. */
  JpegColours colours() throws Refusal {
    JpegFrame known = frame();
    return switch (known.channels()) {
      case 1 -> JpegColours.GREY;
      case 3 -> threeChannels(known);
      case 4 -> adobeTransform.orElse(0) == 0 ? JpegColours.CMYK : JpegColours.YCCK;
      default -> throw new Refusal("has " + known.channels() + " channels, which mean nothing");
    };
  }

  private JpegColours threeChannels(JpegFrame known) {
    if (jfif) {
      return JpegColours.YCC;
    }
    if (adobeTransform.isPresent()) {
      return adobeTransform.get() == 0 ? JpegColours.RGB : JpegColours.YCC;
    }
    return known.named() ? JpegColours.RGB : JpegColours.YCC;
  }

  /** The file with nothing in it but the picture and a mark of what its channels are. */
  SlicedInput essential() throws Refusal {
    byte[] start = {
      (byte) 0xff,
      (byte) SOI,
      (byte) 0xff,
      (byte) APP14,
      0,
      14,
      'A',
      'd',
      'o',
      'b',
      'e',
      0,
      100,
      0,
      0,
      0,
      0,
      (byte) colours().transform()
    };
    List<Slice> slices = new ArrayList<>();
    slices.add(Slice.of(start));
    slices.addAll(essential);
    return new SlicedInput(slices);
  }
}
