// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import io.github.bnn4j.layers.SoundValues;
import io.github.bnn4j.layers.io.NumberType;
import io.github.bnn4j.layers.io.StoredTensor;
import io.github.bnn4j.layers.io.StoredTensors;
import io.github.bnn4j.layers.io.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each tensor of a file: its type, sizes and range, and what is wrong with it. */
final class TensorRows {
  private static final String NUMBERS = "numbers";

  private TensorRows() {}

  /** Adds the tensors to what a file holds, and how many numbers they are in all. */
  static void addTo(Map<String, Object> content, StoredTensors tensors) {
    List<Map<String, Object>> rows = of(tensors);
    content.put(NUMBERS, rows.stream().mapToLong(row -> (int) row.getOrDefault(NUMBERS, 0)).sum());
    content.put("tensors", rows);
  }

  private static List<Map<String, Object>> of(StoredTensors tensors) {
    List<Map<String, Object>> rows = new ArrayList<>();
    tensors
        .stored()
        .forEach(
            (name, stored) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("name", name);
              row.put("type", stored.type());
              if (stored instanceof StoredTensor.Unreadable unreadable) {
                row.put("shape", shape(unreadable.shape()));
                row.put("remark", unreadable.reason());
              } else {
                describe(name, stored.type(), tensors.get(name), row);
              }
              rows.add(row);
            });
    return rows;
  }

  private static void describe(String name, String type, Tensor tensor, Map<String, Object> row) {
    float[] values = tensor.values();
    row.put("shape", shape(tensor.shape()));
    row.put(NUMBERS, values.length);
    NumberType.named(type)
        .ifPresent(known -> row.put("bytes", (long) values.length * known.bytes()));
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    if (min <= max) {
      row.put("min", min);
      row.put("max", max);
    }
    SoundValues.fault(name, tensor.shape(), values).ifPresent(fault -> row.put("remark", fault));
  }

  private static List<Long> shape(long[] sizes) {
    return Arrays.stream(sizes).boxed().toList();
  }
}
