// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static io.github.bnn4j.layers.torch.TorchFiles.pickle;
import static io.github.bnn4j.layers.torch.TorchFiles.tensor;
import static io.github.bnn4j.layers.torch.TorchFiles.zip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.io.StoredTensors;
import io.github.bnn4j.layers.io.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  void whatIsNotKnownIsNotRun(String name) {
    TorchContents contents = TorchContents.read(fixture(name));

    assertThat(TorchCheckpoint.read(fixture(name)).get("conv.bias")).isEqualTo(BIAS);
    assertThat(contents.unknown()).containsExactly("posix.system");
    assertThat(contents.others()).containsEntry("args", "posix.system");
    assertThat(Path.of("/tmp/attacked")).doesNotExist();
  }

  @Test
  void doublesAreRounded() {
    assertThat(TorchCheckpoint.read(fixture("doubles.pth")))
        .isEqualTo(Map.of("weight", new Tensor(new long[] {1}, new float[] {.1f})));
  }

  /** Each is the body of a pickle, in Latin-1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\x80\\x06N.|pickles of the protocols 0 to 5 are read, not 6",
        "\\xff.|there is no pickle opcode 0xff",
        ".|it takes a value where there is none",
        "t.|it takes values from a mark where there is none",
        "(N0t.|it holds no state_dict",
        "(0.|it takes a value where there is none",
        "NR.|it takes a value where there is none",
        "NNR.|it calls with what are no arguments",
        "N)R.|it calls what is no function",
        "(o.|it calls nothing",
        "h\\x05.|it refers to value 5, which it has not made",
        "j\\xff\\xff\\xff\\xff.|it refers to value 4294967295, which it has not made",
        "Nr\\xff\\xff\\xff\\xff.|it remembers a value under the number 4294967295",
        "g-1\\n.|it refers to value -1, which it has not made",
        "NNa.|it appends to what is no list",
        "NNNs.|it puts entries into what is no dictionary",
        "}(Nu.|it puts a key without a value into a dictionary",
        "NNb.|it sets attributes of what has none",
        "NN\\x93.|it asks for something that has no name",
        "X\\xff\\xff\\xff\\xff.|it is to hold 4294967295 bytes here",
        "B\\xff\\xff\\xff\\x7f.|it is to hold 2147483647 bytes here",
        "\\x8e\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff.|it is to hold -1 bytes here",
        "\\x8a\\xff.|it is to hold 255 bytes here",
        "Iten\\n.|it has 'ten' where an integer belongs",
        "Ften\\n.|it has 'ten' where a number belongs",
        "(|the pickle ends too early",
        "N.|it holds no state_dict",
        "}.|it holds no state_dict",
        "}X\\x01\\x00\\x00\\x00aK\\x01s.|it holds no state_dict",
        "NP1\\n.|it holds no state_dict",
      })
  void whatIsNoPickleIsRefused(String body, String reason) throws IOException {
    assertRefused(zip(pickle(body)), reason);
  }

  /** Each is what makes a value, which is then wanted as a tensor. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c__builtin__\\neval\\n(X\\x01\\x00\\x00\\x001tR|a is made by __builtin__.eval, which is not",
        "\\x8c\\x02os\\x8c\\x06system\\x93)R|a is made by os.system, which is not run",
        "cos\\nsystem\\n)\\x81}b|a is made by os.system, which is not run",
        "cos\\nsystem\\n)}\\x92|a is made by os.system, which is not run",
        "(cos\\nsystem\\nNo|a is made by os.system, which is not run",
        "(Nios\\nsystem\\n|a is made by os.system, which is not run",
        "\\x82\\x07|a is made by extension 7, which is not run",
        "P7\\n|a is made by something outside of the pickle, which is not run",
        "NQ|a is made by something outside of the pickle, which is not run",
        "C\\x01x|a is made by bytes, which is not run",
        "\\x97|a is made by a buffer outside of the file, which is not run",
        "N|a is no tensor but None",
        "K\\x07|a is no tensor but 7",
        "]|a is no tensor but list of 0",
        "ctorch._utils\\n_rebuild_tensor\\n)R|a is made by torch._utils._rebuild_tensor from 0",
        "ctorch._utils\\n_rebuild_tensor\\n(cos\\nsystem\\n)RtR|a has its numbers in os.system",
        "ctorch._utils\\n_rebuild_parameter\\n(cos\\nsystem\\n)RtR|a is made by os.system",
        "ctorch._tensor\\n_rebuild_from_type_v2\\n(cos\\nsystem\\nN)NtR|a is made by os.system",
        "ctorch\\nFloatStorage\\n)R|a is made by torch.FloatStorage, which is not run",
        "ctorch._utils\\n_rebuild_tensor_v2\\n((X\\x07\\x00\\x00\\x00storagectorch\\nFloatStorage\\n"
            + "X\\x01\\x00\\x00\\x000NK\\x02tQK\\x00K\\x02\\x85K\\x01\\x85\\x89}}"
            + "X\\x03\\x00\\x00\\x00neg\\x88stR|a is a view with other signs",
      })
  void aValueIsRefusedOnlyIfItIsWanted(String value, String reason) throws IOException {
    String weight = tensor(0, 2, 1);
    byte[] pickle =
        pickle("}(X\\x01\\x00\\x00\\x00b" + weight + "X\\x01\\x00\\x00\\x00a" + value + "u.");
    Path file =
        Files.write(
            folder.resolve("x.pth"),
            zip(pickle, "data/0", new byte[] {0, 0, -128, 63, 0, 0, 0, 64}));

    StoredTensors tensors = TorchCheckpoint.read(file);

    assertThat(tensors.get("b")).isEqualTo(new Tensor(new long[] {2}, new float[] {1, 2}));
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> tensors.get("a"))
        .withMessageStartingWith(file + ", byte 0: " + reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  /** Since version 2.1 types without a class of storages are told by the tensor, over bytes. */
  @Test
  void tensorsTellTheirTypeWhereStoragesAreBytes() throws IOException {
    String parameter = "ctorch._utils\\n_rebuild_parameter_with_state\\n(";
    byte[] pickle =
        pickle(
            "}(X\\x01\\x00\\x00\\x00u"
                + typed("uint16", 4)
                + "X\\x01\\x00\\x00\\x00i"
                + typed("int32", 2)
                + "X\\x01\\x00\\x00\\x00p"
                + parameter
                + typed("uint32", 2)
                + "\\x88N}tRX\\x01\\x00\\x00\\x00f"
                + typed("float8_e4m3fn", 8)
                + "u.");
    byte[] numbers = {1, 0, 2, 0, -1, -1, -1, -1};
    Path file = Files.write(folder.resolve("x.pth"), zip(pickle, "data/0", numbers));

    StoredTensors tensors = TorchCheckpoint.read(file);

    assertThat(tensors.get("u").values()).containsExactly(1, 2, 65535, 65535);
    assertThat(tensors.get("i").values()).containsExactly(131073, -1);
    assertThat(tensors.get("p").values()).containsExactly(131073, 4294967296f);
    assertThat(tensors.stored().get("f").type()).isEqualTo("float8_e4m3fn");
    assertThat(tensors.stored().get("f").shape()).containsExactly(8);
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> tensors.get("f"))
        .withMessageContaining("f has numbers of the type float8_e4m3fn, which are not read");
  }

  /** A one-dimensional tensor over all 8 bytes of storage 0. */
  private static String typed(String type, int size) {
    return "ctorch._utils\\n_rebuild_tensor_v3\\n((X\\x07\\x00\\x00\\x00storage"
        + "ctorch.storage\\nUntypedStorage\\nX\\x01\\x00\\x00\\x000NK\\x08tQK\\x00K\\x0"
        + size
        + "\\x85K\\x01\\x85\\x89}ctorch\\n"
        + type
        + "\\ntR";
  }

  /** Offset, sizes and strides of a tensor, each one byte, over two floats. */
  @ParameterizedTest
  @CsvSource({"1,2,1", "0,3,1", "2,1,1", "0,2,2", "0,2,255", "255,1,1", "0,255,1"})
  void tensorsBeyondTheirStorageAreRefused(int offset, int size, int stride) throws IOException {
    byte[] pickle = pickle("}X\\x01\\x00\\x00\\x00a" + tensor(offset, size, stride) + "s.");
    Path file = Files.write(folder.resolve("x.pth"), zip(pickle, "data/0", new byte[8]));

    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(file).get("a"))
        .withMessageContaining("does not lie within its 2 numbers");
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
  void bigEndianNumbersAreRead() throws IOException {
    byte[] pickle = pickle("}X\\x01\\x00\\x00\\x00a" + tensor(0, 2, 1) + "s.");
    byte[] numbers = {63, -128, 0, 0, 64, 0, 0, 0};
    Path file = folder.resolve("x.pth");

    Files.write(
        file,
        zip(
            List.of("data.pkl", "byteorder", "data/0"),
            List.of(pickle, "big".getBytes(UTF_8), numbers)));
    assertThat(TorchCheckpoint.read(file))
        .isEqualTo(Map.of("a", new Tensor(new long[] {2}, new float[] {1, 2})));

    assertRefused(
        zip(pickle("}."), "byteorder", "middle".getBytes(UTF_8)),
        "its bytes are in the order 'middle', not little or big");
  }

  /**
   * The older layout writes little-endian numbers on every machine, and says what the machine is.
   */
  @Test
  void theMarkOfABigEndianMachineChangesNothingInTheOlderLayout() throws IOException {
    byte[] bytes = Files.readAllBytes(fixture("legacy.pth"));
    String text = new String(bytes, ISO_8859_1);
    int place = text.indexOf('\u0088', text.indexOf("little_endian"));
    bytes[place] = (byte) 0x89;

    assertThat(TorchCheckpoint.read(Files.write(folder.resolve("big.pth"), bytes)))
        .isEqualTo(Map.of("conv.weight", WEIGHT, "conv.bias", BIAS));
  }

  @Test
  void safetensorsAreReadAsWell() throws IOException {
    String header =
        "{\"module.a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"module.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}";
    ByteBuffer bytes = ByteBuffer.allocate(24 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(UTF_8)).putFloat(1).putFloat(2);

    assertThat(TorchCheckpoint.read(Files.write(folder.resolve("x.safetensors"), bytes.array())))
        .isEqualTo(Map.of("a", new Tensor(new long[] {2}, new float[] {1, 2})));
  }

  @Test
  void twoTensorsOfOneNameAreRefused() throws IOException {
    String weight = tensor(0, 2, 1);
    byte[] pickle =
        pickle(
            "}(X\\x01\\x00\\x00\\x00a" + weight + "X\\x08\\x00\\x00\\x00module.a" + weight + "u.");

    assertRefused(
        zip(pickle, "data/0", new byte[8]),
        "it has two tensors a if the names of wrappers are left out");
  }

  @Test
  void aModuleThatHoldsItselfIsRefused() throws IOException {
    String empty = "X\\x0b\\x00\\x00\\x00_parameters}";
    byte[] pickle =
        pickle(
            "cnet\\nNet\\n)\\x81\\x94}("
                + empty
                + "X\\x08\\x00\\x00\\x00_modules}X\\x01\\x00\\x00\\x00mh\\x00sub.");

    assertRefused(zip(pickle), "or one that holds itself");
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    assertRefused("hello".getBytes(UTF_8), "it is no file of torch.save");
    assertRefused(new byte[0], "it is no file of torch.save");
    assertRefused(pickle("K\\x01."), "does not begin with the magic number of PyTorch");
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

  private static Path fixture(String name) {
    try {
      return Path.of(TorchCheckpointTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
