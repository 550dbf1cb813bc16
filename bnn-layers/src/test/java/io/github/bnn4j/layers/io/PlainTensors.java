// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors that PyTorch saved in many ways, as it told them: {@code plain.json}. */
public final class PlainTensors {

  private static final String COUNTER = "bn.num_batches_tracked";

  private static final Map<String, List<Long>> SHAPES =
      Map.of(
          "conv.weight", List.of(8L, 3L, 3L, 3L),
          "conv.bias", List.of(8L),
          "bn.weight", List.of(8L),
          "bn.bias", List.of(8L),
          "bn.running_mean", List.of(8L),
          "bn.running_var", List.of(8L),
          "fc.weight", List.of(4L, 8L),
          "fc.bias", List.of(4L));

  private PlainTensors() {}

  /** Asserts that these are those tensors, without their counter. */
  public static void assertAre(Map<String, Tensor> tensors) throws IOException {
    Map<String, List<Float>> expected = firstSix();
    expected.remove(COUNTER);
    assertThat(tensors.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, values) -> {
          Tensor tensor = tensors.get(name);
          assertThat(tensor.shape()).containsExactly(SHAPES.get(name).toArray(Long[]::new));
          for (int i = 0; i < values.size(); i++) {
            assertThat(tensor.values()[i]).as(name).isEqualTo(values.get(i));
          }
        });
  }

  private static Map<String, List<Float>> firstSix() throws IOException {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    try (JsonParser json =
        new JsonFactory().createParser(PlainTensors.class.getResourceAsStream("plain.json"))) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        List<Float> list = new ArrayList<>();
        values.put(json.currentName(), list);
        json.nextToken();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add((float) json.getDoubleValue());
        }
      }
    }
    assertThat(values).hasSize(9);
    return values;
  }

  /** A file beside a class. */
  public static Path resource(Class<?> beside, String name) {
    try {
      return Path.of(beside.getResource(name).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
