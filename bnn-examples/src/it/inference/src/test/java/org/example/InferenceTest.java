package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.PackedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class InferenceTest {
  @Test
  void classifiesWithoutNd4j() {
    ImageSpec image = new ImageSpec(1, 1, 1, new float[] {0}, new float[] {1});
    FloatConv2d layer =
        new FloatConv2d(
            new ConvGeometry(1, 2, 1, 1, 0, 1), new float[] {1, -1}, new float[] {-100, 100});
    PackedNetwork network =
        PackedNetwork.builder()
            .setName("brightness")
            .setInput(image)
            .setLabels(List.of("light", "dark"))
            .add(layer)
            .build();

    assertEquals("light", network.classify(new byte[] {(byte) 250}, 1).get(0).label());
    assertEquals("dark", network.classify(new byte[] {3}, 1).get(0).label());
    assertThrows(ClassNotFoundException.class, () -> Class.forName("org.nd4j.linalg.factory.Nd4j"));
  }
}
