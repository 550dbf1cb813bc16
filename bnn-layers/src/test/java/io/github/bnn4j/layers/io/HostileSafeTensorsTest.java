// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.file.BnnFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it gives tensors or a {@link BnnFormatException}. */
class HostileSafeTensorsTest {

  @TempDir private Path folder;
  private Path file;
  private byte[] valid;

  @BeforeEach
  void writeAValidFile() throws IOException {
    file = folder.resolve("model.safetensors");
    SafeTensors content =
        new SafeTensors(
            Map.of(
                "conv.weight", new Tensor(new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}),
                "conv.bias", new Tensor(new long[] {2}, new float[] {7, 8})),
            Map.of("epochs_done", "3"));
    content.write(file, SafeTensors.Precision.F32);
    valid = Files.readAllBytes(file);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    for (int length = 0; length < valid.length; length++) {
      Files.write(file, Arrays.copyOf(valid, length));
      assertRefused();
    }
  }

  @Test
  void aFileThatIsTooLongIsRefused() throws IOException {
    Files.write(file, Arrays.copyOf(valid, valid.length + 1));

    assertRefused();
  }

  @Test
  void anyDamageIsFoundOrHarmless() throws IOException {
    Random random = new Random(1);
    int refused = 0;
    for (int mutant = 0; mutant < 4000; mutant++) {
      byte[] bytes = valid.clone();
      for (int flip = random.nextInt(3); flip >= 0; flip--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      try {
        SafeTensors.read(file);
      } catch (BnnFormatException e) {
        refused++;
        assertThat(e.getMessage()).startsWith(file + ", byte ").hasLineCount(1);
      }
    }
    assertThat(refused).isBetween(1000, 3999);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 24, Integer.MAX_VALUE, 1L << 32})
  void absurdHeaderLengthsAreRefused(long length) throws IOException {
    ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    Files.write(file, valid);

    assertRefused();
  }

  /** Each is followed by 8 bytes of numbers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "null",
        "[]",
        "{",
        "{}",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":null}",
        "{\"a\":[]}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"__metadata__\":\"a\"}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
        "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,9]}}",
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[-8],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[9,9]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[-1,-1]}}",
        "{\"a\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":null,\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":{\"F32\":1},\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[\"0\",8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"b\":1}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,0],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],"
            + "\"data_offsets\":[9223372036854775804,-9223372036854775808]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} rubbish",
      })
  void absurdHeadersAreRefused(String header) throws IOException {
    writeWithHeader(header);

    assertRefused();
  }

  /** Going from element to element takes time in proportion to the sizes. */
  @Test
  void tensorsOfMoreSizesThanOthersHaveAreRefused() throws IOException {
    String sizes = "1,".repeat(64);
    writeWithHeader(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + sizes + "2],\"data_offsets\":[0,8]}}");

    assertRefused();
  }

  @Test
  void deeplyNestedHeadersAreRefused() throws IOException {
    for (String deep : new String[] {"[", "{\"a\":"}) {
      writeWithHeader(deep.repeat(200_000));
      assertRefused();
      writeWithHeader("{\"a\":{\"shape\":" + deep.repeat(200_000));
      assertRefused();
    }
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Files.delete(file);
    assertRefused();
    Files.createDirectory(file);
    assertRefused();
  }

  private void writeWithHeader(String header) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(json.length).put(json).array());
  }

  private void assertRefused() {
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(BnnFormatException.class)
        .hasMessageStartingWith(file + ", byte ")
        .message()
        .hasLineCount(1);
  }
}
