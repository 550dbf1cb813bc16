// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a packed network is made of. */
final class PackedContent {
  private PackedContent() {}

  static Map<String, Object> of(PackedNetwork network) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("format", "packed network");
    content.put("network", network.name());
    content.put("input", input(network.input()));
    content.put("labels", network.labels());
    content.put("layers", layers(network));
    return content;
  }

  private static Map<String, Object> input(ImageSpec spec) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("shape", List.of(spec.height(), spec.width(), spec.channels()));
    input.put("mean", floats(spec.mean()));
    input.put("std", floats(spec.std()));
    return input;
  }

  private static List<Float> floats(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static List<Map<String, Object>> layers(PackedNetwork network) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Node<PackedLayer> node : network.graph().nodes()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", node.name());
      row.put("reads", node.inputs().stream().map(network.graph()::name).toList());
      if (node instanceof Node.Unary<PackedLayer> unary) {
        describe(unary.layer(), row);
      } else if (node instanceof Node.Join<PackedLayer> join) {
        row.put("kind", join.how().toString().toLowerCase(Locale.ROOT));
      }
      ValueShape output = network.shapes().get(rows.size() + 1);
      row.put("type", output.kind().toString().toLowerCase(Locale.ROOT));
      row.put("shape", List.of(output.height(), output.width(), output.channels()));
      rows.add(row);
    }
    return rows;
  }

  private static void describe(PackedLayer layer, Map<String, Object> row) {
    row.put("kind", layer.getClass().getSimpleName());
    if (layer instanceof FloatConv2d conv) {
      describe(conv.geometry(), "float32", row);
    } else if (layer instanceof BitConv2d conv) {
      describe(conv.geometry(), "bits", row);
    }
  }

  private static void describe(ConvGeometry geometry, String type, Map<String, Object> row) {
    row.put("sizes", geometry.summary());
    row.put("weights", geometry.weights());
    row.put("weightType", type);
  }
}
