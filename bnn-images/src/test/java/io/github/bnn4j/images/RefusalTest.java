// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  private static final PictureReader READER = PictureReader.of(8, 8, 3);

  @TempDir Path directory;

  @Test
  void missingFileIsNamed() {
    assertRefused(
        directory.resolve("none.png"), " cannot be read: there is no such file or directory.");
  }

  @Test
  void folderIsNoPictureWhateverItsName() throws IOException {
    assertRefused(
        Files.createDirectory(directory.resolve("x.png")), " is a folder, not a picture.");
  }

  @Test
  void emptyFileIsSaidToBeEmpty() throws IOException {
    assertRefused(Files.createFile(directory.resolve("x.jpg")), " is empty.");
  }

  @Test
  void pictureIsKnownByItsContentNotItsName() throws IOException {
    Path file = Files.write(directory.resolve("x.jpg"), Table.file("webp-lossless.webp"));

    assertThat(READER.read(file)).hasSize(8 * 8 * 3);
  }

  @ParameterizedTest
  @CsvSource({
    "a cat, no picture",
    "xxxxftypheic, a HEIC picture",
    "xxxxftypavif, an AVIF picture",
    "8BPS, a Photoshop picture"
  })
  void otherFilesAreCalledWhatTheyAre(String content, String kind) {
    assertRefused(
        content.getBytes(StandardCharsets.US_ASCII),
        "is " + kind + "; what is read is JPEG, PNG, GIF, BMP, WebP, TIFF.");
  }

  @Test
  void hugePngIsRefusedByItsHeader() {
    assertRefused(
        png(100_000, 100_000, 0),
        "has 100,000 x 100,000 pixels; at most 268,435,456 in all are read.");
  }

  @Test
  void aPictureOfOneEndlessRowIsRefusedByItsHeader() {
    assertRefused(
        png(2_000_000, 10, 0),
        "has 2,000,000 x 10 pixels; at most 1,048,576 in a row or a column are read.");
  }

  @Test
  void interlacedPngThatTakesTooMuchMemoryIsRefusedByItsHeader() {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> read(png(16_000, 16_000, 1)))
        .withMessageContaining("takes 732 MiB of memory to read; at most 512 are taken");
  }

  @ParameterizedTest
  @CsvSource({"29000, has 29, pixels; at most", "12000, MiB of memory to read, not progressive"})
  void hugeProgressiveJpegIsRefusedByItsHeader(int side, String one, String other) {
    byte[] jpeg = Table.file("jpeg-444-progressive.jpg");
    int frame = frame(jpeg, 0xc2);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> read(jpeg))
        .withMessageContaining(one)
        .withMessageContaining(other);
  }

  @ParameterizedTest
  @CsvSource({"0xc3, is a JPEG file of a rare kind", "0xc9, is a JPEG file of a rare kind"})
  void rareKindsOfJpegAreNotCalledDamaged(int marker, String message) {
    byte[] jpeg = Table.file("jpeg-444.jpg");
    jpeg[frame(jpeg, 0xc0) + 1] = (byte) marker;

    assertRefused(
        jpeg,
        message
            + " (lossless, hierarchical or arithmetically coded), which is not read; save it as"
            + " an ordinary one.");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 200})
  void jpegOfOtherBitsIsNotCalledDamaged(int bits) {
    byte[] jpeg = Table.file("jpeg-444.jpg");
    jpeg[frame(jpeg, 0xc0) + 4] = (byte) bits;

    assertRefused(jpeg, "is a JPEG file of " + bits + " bits a channel; those of 8 are read.");
  }

  @Test
  void jpegOfMoreChannelsThanItsHeaderHasRoomForIsDamaged() {
    byte[] jpeg = Table.file("jpeg-444.jpg");
    jpeg[frame(jpeg, 0xc0) + 9] = (byte) 200;

    assertRefused(jpeg, "is damaged: its header is too short.");
  }

  @ParameterizedTest
  @CsvSource({
    "4, photometric interpretation 4",
    "8, L*a*b* colours",
    "9, L*a*b* colours",
    "10, L*a*b* colours",
    "32845, photometric interpretation 32845"
  })
  void tiffInOtherColoursIsNotReadWrongly(int kind, String name) {
    byte[] tiff = Table.file("tiff-rgb8.tif");
    ByteBuffer.wrap(tiff)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(indexOf(tiff, 6, 1, 3, 0, 1, 0, 0, 0, 2, 0) + 8, (short) kind);

    assertRefused(tiff, "is a TIFF file of " + name + "; save it as RGB.");
  }

  private static int indexOf(byte[] file, int... bytes) {
    return IntStream.range(0, file.length - bytes.length)
        .filter(at -> IntStream.range(0, bytes.length).allMatch(i -> file[at + i] == bytes[i]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void streamThatFailsIsSaidToHaveFailed() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line is dead");
          }
        };

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> READER.read(broken))
        .withMessage("The picture cannot be read: the line is dead.");
  }

  @Test
  void fileThatDoesNotFitInMemoryIsSaidToNeedMore() {
    InputStream huge =
        new InputStream() {
          @Override
          public int read() {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> READER.read(huge))
        .withMessage(
            "The picture takes more memory than this JVM has left; allow it more with -Xmx.");
  }

  @Test
  void fileOfMoreThanIsReadIsRefusedByItsSize() throws IOException {
    Path file = directory.resolve("huge.png");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.allocate(1), 1 << 28);
    }

    assertRefused(file, " is too large a file; at most 256 MiB are read.");
  }

  /** Where the segment of a marker begins. */
  private static int frame(byte[] jpeg, int marker) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) marker) {
        return i;
      }
    }
    throw new AssertionError();
  }

  private static byte[] png(int width, int height, int interlaced) {
    ByteBuffer file = ByteBuffer.allocate(45).put(Table.file("png-rgb8.png"), 0, 8);
    chunk(
        file,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) 8)
            .put((byte) 2)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) interlaced)
            .array());
    chunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void chunk(ByteBuffer file, String type, byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(type.getBytes(StandardCharsets.US_ASCII));
    checksum.update(content);
    file.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    file.putInt((int) checksum.getValue());
  }

  private static void read(byte[] file) {
    READER.read(new ByteArrayInputStream(file));
  }

  private static void assertRefused(Path file, String predicate) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> READER.read(file))
        .withMessage(file + predicate);
  }

  private static void assertRefused(byte[] file, String predicate) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> read(file))
        .withMessage("The picture " + predicate);
  }
}
