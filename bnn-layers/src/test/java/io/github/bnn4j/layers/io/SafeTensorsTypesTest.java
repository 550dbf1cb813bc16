// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.TinyNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of others hold more than float32; the README beside them says how they were made. */
class SafeTensorsTypesTest {

  @TempDir private Path folder;

  @Test
  void whatPyTorchSavedHasThePrintedValues() throws IOException {
    SafeTensors file = SafeTensors.read(resource("py.safetensors"));

    PlainTensors.assertAre(file.tensors().withoutCounters());
    assertThat(file.tensors().get("bn.num_batches_tracked").values()).containsExactly(0);
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
  }

  @Test
  void typesAreReadSideBySide() {
    StoredTensors tensors = SafeTensors.read(resource("py_types.safetensors")).tensors();

    assertThat(tensors)
        .isEqualTo(
            Map.of(
                "i", new Tensor(new long[] {3}, new float[] {0, 1, 2}),
                "d",
                    new Tensor(
                        new long[] {2, 2},
                        new float[] {
                          -0.25644436478614807f,
                          -0.6689777970314026f,
                          -0.10565178096294403f,
                          1.5927716493606567f
                        }),
                "s", new Tensor(new long[0], new float[] {1}),
                "z", new Tensor(new long[] {0, 4}, new float[0]),
                "w", new Tensor(new long[] {3}, new float[] {.3515625f, -.22265625f, -.796875f}),
                "b", new Tensor(new long[] {1}, new float[] {1})));
    assertThat(tensors.stored().get("w").type()).isEqualTo("bfloat16");
    assertThat(tensors.weights()).containsExactly("d", "s", "z", "w");
  }

  @Test
  void bfloat16IsWidened() {
    assertThat(SafeTensors.read(resource("bf16.safetensors")).tensors())
        .isEqualTo(Map.of("w", new Tensor(new long[] {2}, new float[] {1, 2})));
  }

  @Test
  void anEmptyTensorMayLieAtTheOffsetOfAnother() {
    assertThat(SafeTensors.read(resource("empty-last.safetensors")).tensors())
        .isEqualTo(
            Map.of(
                "b", new Tensor(new long[] {2}, new float[] {1, 1}),
                "a", new Tensor(new long[] {0, 3}, new float[0])));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7, 8})
  void anEmptyTensorMayLieAnywhere(int offset) {
    byte[] file =
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"z\":{\"dtype\":\"F64\",\"shape\":[2,0],\"data_offsets\":["
                + offset
                + ","
                + offset
                + "]}}",
            8);

    assertThat(SafeTensors.parse("theirs", file).tensors().get("z"))
        .isEqualTo(new Tensor(new long[] {2, 0}, new float[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F8_E4M3", "F8_E5M2", "F8_E8M0", "F4", "F6_E2M3", "C64", "NEW_1"})
  void whatIsNoNumberOfOursIsRefusedOnlyIfWanted(String type) {
    byte[] file =
        file(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"scale\":{\"dtype\":\""
                + type
                + "\",\"shape\":[8],\"data_offsets\":[8,16]}}",
            16);

    StoredTensors tensors = SafeTensors.parse("theirs", file).tensors();

    assertThat(tensors.get("w")).isEqualTo(new Tensor(new long[] {2}, new float[2]));
    assertThat(tensors.stored().get("scale").shape()).containsExactly(8);
    assertThat(tensors.weights()).containsExactly("w");
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> tensors.get("scale"))
        .withMessageStartingWith("theirs, byte 0: scale has numbers of the type " + type);
  }

  /** As safetensors.torch.save_file writes a network whose layouts are the library's. */
  @Test
  void countersAndIntegersMayLieBesideTheParametersOfANetwork() throws IOException {
    Network network = TinyNetworks.binary(4);
    network.initialize(1);
    StringBuilder header = new StringBuilder("{\"norm1.num_batches_tracked\":");
    header.append("{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}");
    header.append(",\"norm2.num_batches_tracked\":");
    header.append("{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}");
    header.append(",\"steps\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[12,20]}");
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    numbers.writeBytes(new byte[20]);
    network
        .parameters()
        .forEach(
            (name, p) -> {
              float[] values = p.value().dup('c').data().asFloat();
              int begin = numbers.size();
              ByteBuffer bytes = little(8 * values.length);
              for (float value : values) {
                bytes.putDouble(value);
              }
              numbers.writeBytes(bytes.array());
              header.append(
                  ",\"%s\":{\"dtype\":\"F64\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
                      .replaceFirst("%s", name)
                      .replaceFirst("%s", java.util.Arrays.toString(p.value().shape()))
                      .replaceFirst("%s", "" + begin)
                      .replaceFirst("%s", "" + numbers.size()));
            });
    byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = little(8 + json.length + numbers.size());
    file.putLong(json.length).put(json).put(numbers.toByteArray());
    Path path = Files.write(folder.resolve("theirs.safetensors"), file.array());
    Network loaded = TinyNetworks.binary(4);

    Checkpoint.load(path, loaded);

    assertThat(TinyNetworks.values(loaded)).isEqualTo(TinyNetworks.values(network));
  }

  private static byte[] file(String header, int numbers) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return little(8 + json.length + numbers).putLong(json.length).put(json).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Path resource(String name) {
    return PlainTensors.resource(SafeTensorsTypesTest.class, name);
  }
}
