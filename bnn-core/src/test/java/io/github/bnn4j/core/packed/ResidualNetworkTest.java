// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Residual networks run as few fused steps; every kernel must give the bits that define them. */
@Tag("kernel")
class ResidualNetworkTest {

  @Property(tries = 150)
  void fusedBlocksGiveTheBitsOfTheirLayers(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int blocks,
      @ForAll @IntRange(min = 1, max = 140) int channels,
      @ForAll @IntRange(min = 4, max = 11) int height,
      @ForAll @IntRange(min = 4, max = 11) int width) {
    assertLikeItsLayers(new Residual(seed).network(blocks, channels, height, width), seed);
  }

  @Property(tries = 10)
  void signsBehindAPoolOfManyPixelsAreThoseOfTheirLayers(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70) int channels,
      @ForAll @IntRange(min = 18, max = 25) int height,
      @ForAll @IntRange(min = 18, max = 25) int width) {
    assertLikeItsLayers(new Residual(seed).pooled().network(1, channels, height, width), seed);
  }

  private static void assertLikeItsLayers(PackedNetwork network, long seed) {
    byte[] pixels = new byte[network.input().bytes()];
    new Random(seed).nextBytes(pixels);

    float[] logits = network.newSession().logits(pixels);

    float[] normalised = ReferenceExecutor.normalise(network.input(), pixels);
    assertThat(logits).isEqualTo(SinglePrecisionExecutor.logits(network, normalised));
  }

  /** Draws networks of residual blocks; what is optional in a block is there half the time. */
  private static final class Residual {

    private final Random random;
    private final PackedNetwork.Builder graph = PackedNetwork.builder();
    private String stream = "";
    private boolean pooled;

    Residual(long seed) {
      random = new Random(seed);
    }

    /** The network has a pool in front of its blocks, which takes a row and a column. */
    Residual pooled() {
      pooled = true;
      return this;
    }

    PackedNetwork network(int blocks, int channels, int imageHeight, int imageWidth) {
      graph.add("stem", floatConv(3, channels, 3));
      graph.add("stem.norm", affine(channels, 1));
      stream = "stem.norm";
      if (pooled) {
        graph.add("stem.pool", new AvgPool(2, 1, 0));
        stream = "stem.pool";
      }
      int height = pooled ? imageHeight - 1 : imageHeight;
      int width = pooled ? imageWidth - 1 : imageWidth;
      for (int i = 0; i < blocks; i++) {
        block("block" + i, channels);
      }
      boolean halved = random.nextBoolean();
      if (halved) {
        graph.add("pool", new AvgPool(2, 2, 0), stream);
        graph.add("down", floatConv(channels, channels, 1));
        stream = "down";
        block("last", channels);
      }
      graph.add("head.pool", new AvgPool(2, 1, 0), stream);
      graph.add("head", floatConv(channels, 2, 1));
      int rows = (halved ? height / 2 : height) - 1;
      int columns = (halved ? width / 2 : width) - 1;
      return graph
          .setName("residual")
          .setInput(
              new ImageSpec(
                  imageHeight,
                  imageWidth,
                  3,
                  new float[] {125, 123, 114},
                  new float[] {63, 62, 67}))
          .setLabels(IntStream.range(0, rows * columns * 2).mapToObj(Integer::toString).toList())
          .build();
    }

    private void block(String name, int channels) {
      int kernel = random.nextBoolean() ? 3 : 1;
      graph.add(name + ".sign", threshold(channels), stream);
      graph.add(name + ".conv", binConv(channels, kernel));
      graph.add(name + ".norm", affine(channels, 0.02f));
      String sum = name + ".add";
      if (random.nextBoolean()) {
        graph.join(sum, Join.ADD, name + ".norm", stream);
      } else {
        graph.join(sum, Join.ADD, stream, name + ".norm");
      }
      stream = sum;
      if (random.nextBoolean()) {
        graph.add(name + ".prelu", prelu(channels));
        stream = name + ".prelu";
      }
    }

    private FloatConv2d floatConv(int in, int out, int kernel) {
      ConvGeometry geometry = new ConvGeometry(in, out, kernel, 1, kernel / 2, 1);
      float scale = (float) (1 / Math.sqrt(geometry.depth()));
      return new FloatConv2d(geometry, floats(geometry.weights(), scale), floats(out, 0.1f));
    }

    private BitConv2d binConv(int channels, int kernel) {
      ConvGeometry geometry = new ConvGeometry(channels, channels, kernel, 1, kernel / 2, 1);
      return new BitConv2d(
          geometry, BitTensor.ofSigns(floats(geometry.weights(), 1), geometry.weightShape()));
    }

    private FloatThreshold threshold(int channels) {
      return new FloatThreshold(
          floats(channels, 0.5f), BitTensor.ofSigns(floats(channels, 1), channels));
    }

    private Affine affine(int channels, float scale) {
      return new Affine(floats(channels, scale), floats(channels, 0.3f));
    }

    private Prelu prelu(int channels) {
      return new Prelu(floats(channels, 0.2f), floats(channels, 0.3f), floats(channels, 0.2f));
    }

    private float[] floats(int count, float scale) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = scale * (float) random.nextGaussian();
      }
      return values;
    }
  }
}
