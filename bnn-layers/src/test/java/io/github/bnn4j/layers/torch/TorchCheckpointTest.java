// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.io.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script make_fixtures.py beside the files read here tells what is in them. */
@Tag("locale")
class TorchCheckpointTest {

  private static final Tensor WEIGHT =
      new Tensor(
          new long[] {2, 3, 1, 2},
          new float[] {.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f, 8.5f, 9.5f, 10.5f, 11.5f});
  private static final Tensor BIAS = new Tensor(new long[] {2}, new float[] {-1, 0});

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.pth",
        "wrapped.pth.tar",
        "parallel.pth.tar",
        "protocol4.pth",
        "legacy.pth",
        "legacy-old.pth",
        "legacy-wrapped.pth.tar"
      })
  void theStateDictIsFoundInEveryLayout(String name) {
    assertThat(TorchCheckpoint.read(fixture(name)))
        .isEqualTo(Map.of("conv.weight", WEIGHT, "conv.bias", BIAS));
  }

  @Test
  void everyKindOfFloatsAndViewsIsRead() {
    assertThat(TorchCheckpoint.read(fixture("kinds.pth")))
        .isEqualTo(
            Map.of(
                "half", new Tensor(new long[] {3}, new float[] {1.5f, -2.25f, 65504}),
                "bfloat16", new Tensor(new long[] {3}, new float[] {1.5f, -2.25f, 0x1.c2p127f}),
                "transposed",
                    new Tensor(new long[] {3, 2}, new float[] {2.5f, 5.5f, 3.5f, 6.5f, 4.5f, 7.5f}),
                "shared", new Tensor(new long[] {12}, WEIGHT.values()),
                "parameter", new Tensor(new long[] {2, 1}, new float[] {.5f, 1.5f}),
                "empty", new Tensor(new long[] {0, 3}, new float[0])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"attack.pth", "legacy-attack.pth"})
  void whatIsNoTensorIsRefusedByName(String name) {
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(fixture(name)))
        .withMessageContaining("it asks for posix.system, which is no part of a tensor")
        .withMessageContaining("nothing of it was run");
  }

  @Test
  void doublesAreRefused() {
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(fixture("doubles.pth")))
        .withMessageEndingWith("weight is a torch.DoubleStorage; floats of 32 or 16 bits are read");
  }

  /** Each is the body of a pickle, in Latin-1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c__builtin__\\neval\\n.|it asks for __builtin__.eval",
        "ctorch._utils\\n_rebuild_qtensor\\n.|it asks for torch._utils._rebuild_qtensor",
        "\\x8c\\x02os\\x8c\\x06system\\x93.|it asks for os.system",
        "i.|no tensor needs the pickle opcode 0x69",
        "P1\\n.|no tensor needs the pickle opcode 0x50",
        ".|it takes a value where there is none",
        "t.|it takes values from a mark where there is none",
        "NR.|it takes a value where there is none",
        "NNR.|it calls what is no function",
        "h\\x05.|it refers to value 5, which it has not made",
        "NQ.|it refers to something that is no storage",
        "NNa.|it appends to what is no list",
        "NNNs.|it puts entries into what is no dictionary",
        "}NNs.|a dictionary has a key that is no text or number",
        "}](eNs.|a dictionary has a key that is no text or number",
        "X\\xff\\xff\\xff\\xff.|it is to hold -1 bytes here",
        "X\\xff\\xff\\xff\\x7f.|it is to hold 2147483647 bytes here",
        "\\x8a\\xff.|it has an integer of 255 bytes",
        "ccollections\\nOrderedDict\\nK\\x01\\x85R.|collections.OrderedDict is called with other",
        "ctorch._utils\\n_rebuild_tensor\\n)R.|torch._utils._rebuild_tensor is called with other",
        "(|the pickle ends too early",
        "N.|it holds no state_dict",
        "}.|it holds no state_dict",
        "}X\\x01\\x00\\x00\\x00aK\\x01s.|it holds no state_dict",
      })
  void pickledTricksAreRefused(String body, String reason) throws IOException {
    assertRefused(zip(pickle(body)), reason);
  }

  /** Offset, sizes and strides of a tensor, each one byte, over two floats. */
  @ParameterizedTest
  @CsvSource({"1,2,1", "0,3,1", "2,1,1", "0,2,2", "0,2,255", "255,1,1", "0,255,0"})
  void tensorsBeyondTheirStorageAreRefused(int offset, int size, int stride) throws IOException {
    String storage = "(X\\x07\\x00\\x00\\x00storagectorch\\nFloatStorage\\nX\\x01\\x00\\x00\\x000";
    String tensor =
        "ctorch._utils\\n_rebuild_tensor\\n("
            + storage
            + "NK\\x02tQ"
            + number(offset)
            + number(size)
            + "\\x85"
            + number(stride)
            + "\\x85tR";
    byte[] file = zip(pickle("}X\\x01\\x00\\x00\\x00a" + tensor + "s."), "data/0", new byte[8]);

    assertRefused(file, "does not lie within its 2 numbers");
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "K\\x%02x", value);
  }

  @Test
  void deepNestingIsNoRecursion() throws IOException {
    assertRefused(zip(pickle("]".repeat(300_000) + "a".repeat(299_999) + ".")), "no state_dict");
    assertRefused(zip(pickle("(".repeat(500_000) + "t".repeat(500_000) + ".")), "no state_dict");
  }

  @Test
  void stepsAreBounded() throws IOException {
    assertRefused(zip(pickle("N".repeat(1 << 20) + ".")), "takes more than 1048576 steps");
  }

  @Test
  void compressedEntriesAreRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(new byte[10_000_000]);
    }

    assertRefused(out.toByteArray(), "it is compressed, which PyTorch never does");
  }

  @Test
  void archivesWithoutAValueOrWithTwoAreRefused() throws IOException {
    assertRefused(zip(new byte[0], "a/data.pkl", new byte[0]), "the archive has 2 entries");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("other"));
    }
    assertRefused(out.toByteArray(), "the archive has 0 entries");
  }

  @Test
  void bigEndianNumbersAreRefused() throws IOException {
    assertRefused(
        zip(pickle("}."), "byteorder", "big".getBytes()), "its numbers are not little-endian");
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    assertRefused("hello".getBytes(), "it is no file of torch.save");
    assertRefused(new byte[0], "it is no file of torch.save");
    assertRefused(pickle("K\\x01."), "it does not begin with the magic number of PyTorch");
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(folder.resolve("missing")))
        .withMessageEndingWith("there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.pth", "legacy.pth"})
  void aFileCutShortAnywhereIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(fixture(name));
    Path file = folder.resolve(name);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(BnnFormatException.class)
          .as("%d of %d bytes", length, whole.length)
          .isThrownBy(() -> TorchCheckpoint.read(file))
          .withMessageStartingWith(file.toString());
    }
  }

  private void assertRefused(byte[] content, String reason) throws IOException {
    Path file = Files.write(folder.resolve("x.pth"), content);
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(", byte ")
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  /** A pickle of protocol 2; {@code \n} and {@code \xNN} stand for single bytes. */
  private static byte[] pickle(String body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 2});
    for (int i = 0; i < body.length(); i++) {
      if (body.startsWith("\\n", i)) {
        out.write('\n');
        i++;
      } else if (body.startsWith("\\x", i)) {
        out.write(Integer.parseInt(body.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        out.write(body.charAt(i));
      }
    }
    return out.toByteArray();
  }

  private static byte[] zip(byte[] value) throws IOException {
    return stored(List.of("data.pkl"), List.of(value));
  }

  private static byte[] zip(byte[] value, String other, byte[] content) throws IOException {
    return stored(List.of("data.pkl", other), List.of(value, content));
  }

  private static byte[] stored(List<String> names, List<byte[]> contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < names.size(); i++) {
        byte[] content = contents.get(i);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(names.get(i));
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return out.toByteArray();
  }

  private static Path fixture(String name) {
    try {
      return Path.of(TorchCheckpointTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
