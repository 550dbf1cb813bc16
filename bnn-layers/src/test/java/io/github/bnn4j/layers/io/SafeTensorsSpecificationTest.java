// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.TinyNetworks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads our files as the specification of safetensors says, with none of our code, and ours with
 * files as others write them.
 */
class SafeTensorsSpecificationTest {

  /** The specification's limit, which other readers hold to. */
  private static final long MAX_HEADER = 100_000_000;

  @TempDir private Path folder;

  @Test
  @SuppressWarnings("unchecked")
  void ourCheckpointsAreAsTheSpecificationSays() throws IOException {
    Path file = folder.resolve("checkpoint.safetensors");
    Network network = TinyNetworks.binary(4);
    network.initialize(1);
    Checkpoint.save(file, network, Map.of("quoted", "\"\u00e9\n"), SafeTensors.Precision.F16);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);

    long headerLength = bytes.getLong();
    assertThat(headerLength).isBetween(2L, MAX_HEADER).isLessThan(bytes.remaining());
    byte[] header = new byte[(int) headerLength];
    bytes.get(header);
    assertThat((char) header[0]).isEqualTo('{');
    assertThat(new String(header, StandardCharsets.UTF_8)).matches("(?s)\\{.*} *");
    Map<String, Object> entries = (Map<String, Object>) json(header);

    assertThat((Map<String, Object>) entries.remove("__metadata__"))
        .containsEntry("quoted", "\"\u00e9\n")
        .containsKey("layers")
        .allSatisfy((key, value) -> assertThat(value).isInstanceOf(String.class));
    assertThat(entries.keySet()).isEqualTo(network.parameters().keySet());
    long end = 0;
    for (Map.Entry<String, Object> entry : entries.entrySet()) {
      Map<String, Object> tensor = (Map<String, Object>) entry.getValue();
      assertThat(tensor).containsOnlyKeys("dtype", "shape", "data_offsets");
      List<Long> offsets = (List<Long>) tensor.get("data_offsets");
      List<Long> shape = (List<Long>) tensor.get("shape");
      boolean half = tensor.get("dtype").equals("F16");
      assertThat(tensor.get("dtype")).isEqualTo(shape.size() > 1 ? "F16" : "F32");
      assertThat(offsets.get(0)).isEqualTo(end);
      end = offsets.get(1);
      long count = shape.stream().reduce(1L, (a, b) -> a * b);
      assertThat(end - offsets.get(0)).isEqualTo(count * (half ? 2 : 4));
      float[] expected = network.parameters().get(entry.getKey()).value().dup('c').data().asFloat();
      for (float value : expected) {
        assertThat(half ? half(bytes.getShort()) : bytes.getFloat())
            .isEqualTo(half ? half(HalfFloat.fromFloat(value)) : value);
      }
    }
    assertThat(bytes.remaining()).isZero();
  }

  /** The Python package aligns nothing, sorts by type and name, and may leave the metadata out. */
  @Test
  void filesOfOthersAreRead() {
    String header =
        "{\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[8,10]}}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + 10).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json).putFloat(1.5f).putFloat(-2).putShort((short) 0x3E00);

    SafeTensors read = SafeTensors.parse("theirs", file.array());

    assertThat(read.metadata()).isEmpty();
    assertThat(read.tensors())
        .isEqualTo(
            Map.of(
                "b", new Tensor(new long[] {1, 2}, new float[] {1.5f, -2}),
                "a", new Tensor(new long[0], new float[] {1.5f})));
  }

  /** IEEE 754 binary16, from its definition. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    assertThat(exponent).isLessThan(31);
    double magnitude =
        exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
    return (float) (bits < 0 ? -magnitude : magnitude);
  }

  private static Object json(byte[] text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      assertThat(parser.nextToken()).isNull();
      return value;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        assertThat(map.put(name, value(parser))).as(name).isNull();
      }
      return map;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? (Object) parser.getLongValue()
        : parser.getText();
  }
}
