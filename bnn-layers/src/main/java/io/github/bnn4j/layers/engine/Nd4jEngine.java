// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.Sequential;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reference: every layer's own operation in plain ND4J, on whichever backend is on the class
 * path, CUDA included. float32 throughout. On a CPU several times slower than {@link OneDnnEngine};
 * grouped convolutions run one group after the other.
 */
public final class Nd4jEngine implements Engine {

  @Override
  public BoundNetwork bind(Sequential network, int batch) {
    List<FeatureShape> shapes = network.inputShapes();
    List<Operation> operations = new ArrayList<>();
    for (Layer layer : network.layers().values()) {
      operations.add(layer.bind(shapes.get(operations.size())));
    }
    return new BoundNetwork(network, operations, batch);
  }

  @Override
  public String description() {
    return "ND4J f32 (" + Nd4j.getBackend().getClass().getSimpleName() + ")";
  }
}
