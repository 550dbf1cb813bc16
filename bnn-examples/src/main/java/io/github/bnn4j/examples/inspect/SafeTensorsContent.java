// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import io.github.bnn4j.layers.io.Provenance;
import io.github.bnn4j.layers.io.SafeTensors;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a safetensors file holds, which may be a checkpoint of this library. */
final class SafeTensorsContent {

  /** Metadata that only this library writes: the layers, a line each. */
  private static final String LAYERS = "layers";

  private SafeTensorsContent() {}

  static Map<String, Object> of(SafeTensors file) {
    Map<String, Object> content = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    content.put(
        "format",
        metadata.containsKey(LAYERS) ? "checkpoint of BNN4J, safetensors" : "safetensors");
    Provenance.labels(metadata).ifPresent(labels -> content.put("labels", labels));
    metadata.remove("labels");
    if (metadata.containsKey(LAYERS)) {
      content.put(LAYERS, metadata.remove(LAYERS).lines().toList());
    }
    content.put("metadata", metadata);
    TensorRows.addTo(content, file.tensors());
    return content;
  }
}
