package org.example.app;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.List;

/** Tells light from dark. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
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
    System.out.println(network.classify(new byte[] {(byte) 250}, 1).get(0).label());
  }
}
