// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.fuzz;

import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureFormat;
import io.github.bnn4j.images.PictureReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureFuzzTest {

  private static final Path PICTURES =
      Path.of("../bnn-images/src/test/resources/io/github/bnn4j/images/pictures");
  private static final PictureReader READER = PictureReader.of(32, 32, 3);
  private static final int SIGNATURE = 8;
  private static final int AROUND_DATA = 12;

  @ParameterizedTest
  @EnumSource
  void damagedPicturesAreReadOrRefused(PictureFormat format) throws IOException {
    Fuzz.run(
        format.endings().get(0),
        pictures(format),
        mutant -> format == PictureFormat.PNG ? rightChecksums(mutant) : mutant,
        PictureException.class,
        mutant -> READER.read(new ByteArrayInputStream(mutant)));
  }

  private static List<byte[]> pictures(PictureFormat format) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path file : files.sorted().toList()) {
        if (PictureFormat.ofName(file).filter(format::equals).isPresent()) {
          pictures.add(Files.readAllBytes(file));
        }
      }
    }
    return pictures;
  }

  /** Chunks are a length, a type, data, and the checksum of type and data. */
  private static byte[] rightChecksums(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    int at = SIGNATURE;
    while (at + AROUND_DATA <= png.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > png.length - at - AROUND_DATA) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(png, at + 4, length + 4);
      bytes.putInt(at + 8 + length, (int) crc.getValue());
      at += AROUND_DATA + length;
    }
    return png;
  }
}
