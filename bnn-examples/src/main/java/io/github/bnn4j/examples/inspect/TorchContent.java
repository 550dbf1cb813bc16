// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import io.github.bnn4j.layers.torch.TorchContents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file of {@code torch.save} holds: a network's tensors and what lies beside them. */
final class TorchContent {
  private TorchContent() {}

  static Map<String, Object> of(TorchContents file) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("format", file.layout());
    file.fault().ifPresent(fault -> content.put("fault", fault));
    content.put("keys", file.keys());
    TensorRows.addTo(content, file.tensors());
    content.put("others", file.others());
    content.put("notRun", List.copyOf(file.unknown()));
    return content;
  }
}
