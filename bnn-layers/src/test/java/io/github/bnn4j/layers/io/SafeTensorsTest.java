// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

@Tag("locale")
class SafeTensorsTest {

  private static final SafeTensors SMALL =
      new SafeTensors(
          Map.of("w", new Tensor(new long[] {2, 1}, new float[] {0.1f, -3})), Map.of("a", "b"));

  private Path folder;
  private Path file;

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
    file = folder.resolve("model.safetensors");
  }

  @AfterTry
  void removeFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void float32SurvivesARoundTrip(
      @ForAll("tensors") Map<String, Tensor> tensors,
      @ForAll("texts") Map<String, String> metadata) {
    SafeTensors content = new SafeTensors(tensors, metadata);

    content.write(file, SafeTensors.Precision.F32);

    assertThat(SafeTensors.read(file)).isEqualTo(content);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void float16RoundsTensorsAndKeepsVectors(@ForAll("tensors") Map<String, Tensor> tensors) {
    new SafeTensors(tensors, Map.of()).write(file, SafeTensors.Precision.F16);

    Map<String, Tensor> expected = new LinkedHashMap<>(tensors);
    expected.replaceAll((name, tensor) -> tensor.shape().length < 2 ? tensor : rounded(tensor));
    assertThat(SafeTensors.read(file).tensors()).isEqualTo(expected);
  }

  private static Tensor rounded(Tensor tensor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = HalfFloat.toFloat(HalfFloat.fromFloat(values[i]));
    }
    return new Tensor(tensor.shape(), values);
  }

  /** Reads the file without this library's reader, as its format is described elsewhere. */
  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void theFileIsLengthThenJsonThenNumbersWithoutGaps(
      @ForAll("tensors") Map<String, Tensor> tensors,
      @ForAll("texts") Map<String, String> metadata,
      @ForAll SafeTensors.Precision precision)
      throws IOException {
    new SafeTensors(tensors, metadata).write(file, precision);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong(0));
    int start = 8 + length;
    assertThat(start % 8).isZero();
    Map<String, Object> header;
    try (JsonParser json = new JsonFactory().createParser(bytes.array(), 8, length)) {
      json.nextToken();
      header = object(json);
    }
    assertThat(header.remove("__metadata__")).isEqualTo(metadata);
    assertThat(header.keySet()).isEqualTo(tensors.keySet());
    long end = 0;
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      Tensor tensor = each.getValue();
      boolean half = precision == SafeTensors.Precision.F16 && tensor.shape().length > 1;
      long begin = end;
      end += (long) tensor.values().length * (half ? 2 : 4);
      List<Object> shape = new ArrayList<>();
      for (long size : tensor.shape()) {
        shape.add(size);
      }
      assertThat(header.get(each.getKey()))
          .isEqualTo(
              Map.of(
                  "dtype",
                  half ? "F16" : "F32",
                  "shape",
                  shape,
                  "data_offsets",
                  List.of(begin, end)));
      for (int i = 0; i < tensor.values().length && !half; i++) {
        assertThat(bytes.getInt(start + (int) begin + 4 * i))
            .isEqualTo(Float.floatToRawIntBits(tensor.values()[i]));
      }
    }
    assertThat(bytes.capacity()).isEqualTo(start + end);
  }

  /** The object that the parser stands at the start of, as maps, lists, texts and longs. */
  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return fields;
  }

  private static Object value(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      return object(json);
    }
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return json.getLongValue();
    }
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return elements;
  }

  @Example
  void filesOfOtherWritersAreReadWhateverTheirOrder() throws IOException {
    String header =
        """
        { "late": {"data_offsets":[6, 14], "shape":[2], "dtype":"F32"},
          "early":{"dtype":"F16","shape":[1,3],"data_offsets":[0,6]}}""";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 14).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    bytes.putShort((short) 0x3C00).putShort((short) 0xC000).putShort((short) 1);
    bytes.putFloat(5).putFloat(-0.5f);
    Files.write(file, bytes.array());

    SafeTensors content = SafeTensors.read(file);

    assertThat(content.metadata()).isEmpty();
    assertThat(content.tensors())
        .isEqualTo(
            Map.of(
                "early", new Tensor(new long[] {1, 3}, new float[] {1, -2, 0x1p-24f}),
                "late", new Tensor(new long[] {2}, new float[] {5, -0.5f})));
  }

  @Example
  void writingReplacesTheFileAndLeavesNothingElse() throws IOException {
    Files.writeString(file, "old");

    SMALL.write(file, SafeTensors.Precision.F32);

    assertThat(SafeTensors.read(file)).isEqualTo(SMALL);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Example
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    // A folder that is not empty cannot be replaced, whoever runs this.
    Path kept = Files.createFile(Files.createDirectory(file).resolve("kept"));

    assertThatThrownBy(() -> SMALL.write(file, SafeTensors.Precision.F32))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            "Cannot write the checkpoint " + file + "; what was there is unchanged: ");
    assertThat(kept).exists();
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Example
  void aMissingFolderIsNamed() {
    Path nowhere = folder.resolve("missing").resolve("model.safetensors");

    assertThatThrownBy(() -> SMALL.write(nowhere, SafeTensors.Precision.F32))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Example
  void tensorsHaveAsManyValuesAsTheirShapeSays() {
    assertThatThrownBy(() -> new Tensor(new long[] {2, 3}, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tensor of shape [2, 3] has 6 values, not 5.");
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    Arbitrary<Tensor> tensor =
        Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(4).flatMap(this::tensor);
    return Arbitraries.maps(names(), tensor).ofMaxSize(5);
  }

  private Arbitrary<Tensor> tensor(long[] shape) {
    int size = 1;
    for (long each : shape) {
      size *= (int) each;
    }
    // All bit patterns: infinities and those that are no number, too.
    return Arbitraries.integers()
        .map(Float::intBitsToFloat)
        .array(float[].class)
        .ofSize(size)
        .map(values -> new Tensor(shape, values));
  }

  @Provide
  Arbitrary<Map<String, String>> texts() {
    return Arbitraries.maps(names(), names()).ofMaxSize(3);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab./\"\\ \n\u0000\u00E9\u6F22").ofMaxLength(8);
  }
}
