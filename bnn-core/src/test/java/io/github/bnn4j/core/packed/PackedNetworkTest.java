// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.ValueKind;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("kernel")
class PackedNetworkTest {

  @Example
  void aResourceThatIsNotThereIsSaidToBe() {
    assertThatNullPointerException()
        .isThrownBy(() -> PackedNetwork.read(PackedNetwork.class.getResourceAsStream("typo.bnn")))
        .withMessageContaining("getResourceAsStream gives null where it finds no resource");
  }

  @Example
  void aFileThatIsNotThereIsSaidToBe() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> PackedNetwork.read(Path.of("typo.bnn")))
        .withMessage(
            "Cannot read the packed network typo.bnn: there is no such file or directory.");
  }

  @Property
  void anyNetworkComputesWhatItsLayersSay(@ForAll long seed) {
    PackedNetwork network = AnyNetwork.of(seed);
    Session session = network.newSession();
    for (int image = 0; image < 2; image++) {
      float[] input = AnyNetwork.image(network, seed + image);

      float[] logits = session.logits(input);

      double[] expected = ReferenceExecutor.logits(network, input);
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) logits[i]).isEqualTo(expected[i]);
      }
    }
  }

  /** Where numbers are rounded, all kernels round them as the layers are defined. */
  @Property
  void anyNetworkGivesTheBitsThatDefineItsLayers(@ForAll long seed) {
    PackedNetwork network = AnyNetwork.rounding(seed);
    Random random = new Random(seed);
    float[] image = new float[network.input().bytes()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }

    float[] logits = network.newSession().logits(image);

    assertThat(logits).isEqualTo(SinglePrecisionExecutor.logits(network, image));
  }

  /**
   * Signs of a grouped convolution go to words of their own, and are brought together for the next.
   */
  @Example
  void signsOfGroupsAreBroughtTogetherForAConvolutionOfAll() {
    anyNetworkComputesWhatItsLayersSay(-5112493801939L);
    thePartUpToANodeMakesTheValueOfThatNode(-5112493801939L);
  }

  @Property
  void thePartUpToANodeMakesTheValueOfThatNode(@ForAll long seed) {
    PackedNetwork network = AnyNetwork.of(seed);
    float[] input = AnyNetwork.image(network, seed);
    List<ReferenceExecutor.Value> values = ReferenceExecutor.trace(network, input);
    for (int value = 1; value <= network.graph().size(); value++) {
      String node = network.graph().name(value);
      if (network.shapes().get(value).kind() == ValueKind.BITS) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> network.upTo(node))
            .withMessageStartingWith(node + " makes signs, not numbers; it takes them of ");
      } else {
        PackedNetwork part = network.upTo(node);
        float[] features = part.newSession().logits(input);
        double[] expected = values.get(value).elements();
        assertThat(part.labels()).hasSize(expected.length);
        for (int i = 0; i < features.length; i++) {
          assertThat((double) features[i]).isEqualTo(expected[i]);
        }
      }
    }
  }

  @Example
  void aNodeThatIsNotThereIsSaidToBe() {
    PackedNetwork network = AnyNetwork.of(3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.upTo("head.pol"))
        .withMessageStartingWith(network.name() + " has no node head.pol; its nodes are ");
  }

  @Example
  void manyImagesAreClassifiedAsEachIs() {
    PackedNetwork network = RandomNetworks.ninXnor(5);
    byte[] pixels = pixels(network, 4, 5);

    List<List<Prediction>> all = network.classify(pixels, 4, 3, Runnable::run);

    assertThat(all).hasSize(4);
    for (int i = 0; i < 4; i++) {
      int bytes = network.input().bytes();
      assertThat(all.get(i))
          .isEqualTo(network.classify(Arrays.copyOfRange(pixels, i * bytes, (i + 1) * bytes), 3));
    }
    assertThat(network.classify(new byte[0], 0, 3, Runnable::run)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.classify(pixels, 3, 3, Runnable::run))
        .withMessageContaining("The pixels of 3 images for this network are 9216 bytes, not 12288");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.classify(pixels, 4, 11, Runnable::run))
        .withMessageContaining("1 to 10, not 11");
  }

  @Example
  void anArrayThatCannotTakeTheLogitsIsRefused() {
    PackedNetwork network = RandomNetworks.ninXnor(5);
    byte[] pixels = pixels(network, 1, 5);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.logits(pixels, new float[9]))
        .withMessage("The network has 10 logits; an array of 9 cannot take them.");
  }

  @Example
  void theNetworksOfTheZooAgreeWithTheReference() {
    for (PackedNetwork network : List.of(RandomNetworks.ninXnor(5), RandomNetworks.ninGcXnor(5))) {
      byte[] pixels = pixels(network, 1, 5);

      float[] logits = network.newSession().logits(pixels);

      double[] expected =
          ReferenceExecutor.logits(network, ReferenceExecutor.normalise(network.input(), pixels));
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) logits[i]).isCloseTo(expected[i], within(1e-4));
      }
    }
  }

  @Example
  void bytesAndTheirNormalisedNumbersGiveTheSameLogits() {
    PackedNetwork network = RandomNetworks.ninXnor(6);
    byte[] pixels = pixels(network, 1, 6);
    Session session = network.newSession();

    assertThat(session.logits(ReferenceExecutor.normalise(network.input(), pixels)))
        .containsExactly(session.logits(pixels));
  }

  @Example
  void aSessionRemembersNothing() {
    PackedNetwork network = RandomNetworks.ninGcXnor(7);
    Session used = network.newSession();
    for (int i = 0; i < 3; i++) {
      byte[] pixels = pixels(network, 1, i);

      assertThat(used.logits(pixels)).containsExactly(network.newSession().logits(pixels));
    }
  }

  @Example
  void aBatchIsItsImagesInOrder() {
    PackedNetwork network = AnyNetwork.of(3);
    int size = network.input().bytes();
    byte[] pixels = pixels(network, 5, 3);

    float[] logits = network.logits(pixels, 5, Runnable::run);

    for (int i = 0; i < 5; i++) {
      byte[] image = Arrays.copyOfRange(pixels, i * size, (i + 1) * size);
      int labels = network.labels().size();
      assertThat(network.newSession().logits(image))
          .containsExactly(Arrays.copyOfRange(logits, i * labels, (i + 1) * labels));
    }
    assertThat(network.logits(new byte[0], 0, Runnable::run)).isEmpty();
  }

  @Example
  void predictionsAreTheSoftmaxFromTheMostProbableDown() {
    PackedNetwork network = RandomNetworks.ninXnor(9);
    byte[] pixels = pixels(network, 1, 9);
    float[] logits = network.newSession().logits(pixels);
    double sum = IntStream.range(0, 10).mapToDouble(i -> Math.exp(logits[i])).sum();

    List<Prediction> predictions = network.classify(pixels, 10);

    assertThat(predictions).hasSize(10);
    assertThat(predictions)
        .isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
    for (Prediction prediction : predictions) {
      assertThat(prediction.label()).isEqualTo(network.labels().get(prediction.index()));
      assertThat((double) prediction.probability())
          .isCloseTo(Math.exp(logits[prediction.index()]) / sum, within(1e-6));
    }
    assertThat(network.classify(pixels, 3)).isEqualTo(predictions.subList(0, 3));
  }

  @Example
  void timesNameEveryLayerOnceInOrder() {
    PackedNetwork network = RandomNetworks.ninXnor(4);

    List<LayerTime> times = network.newSession().times(new byte[3072]);

    assertThat(times.get(0).layers()).isEqualTo("input");
    assertThat(times.get(1).layers()).isEqualTo("0 FloatConv2d 5 x 5, 3 to 192, FloatThreshold");
    assertThat(times.get(3).layers())
        .isEqualTo("4 BitConv2d 1 x 1, 160 to 96, MaxPool, IntThreshold");
    long named =
        times.stream()
            .flatMap(time -> Arrays.stream(time.layers().split(", ")))
            .filter(part -> part.matches("(\\d+ )?[A-Z].*"))
            .count();
    assertThat(named).isEqualTo(network.graph().layers().size());
    assertThat(times).allSatisfy(time -> assertThat(time.nanos()).isNotNegative());
  }

  @Example
  void aPoolInFrontOfASignWorksOnBits() {
    ConvGeometry geometry = new ConvGeometry(2, 2, 1, 1, 0, 1);
    PackedNetwork network =
        PackedNetwork.builder()
            .setName("pools")
            .setInput(new ImageSpec(8, 8, 2, new float[2], new float[] {1, 1}))
            .setLabels(List.of("a", "b"))
            .add(new FloatConv2d(geometry, new float[] {1, 2, 3, 4}, new float[2]))
            .add(new MaxPool(2, 2, 0))
            .add(new FloatThreshold(new float[2], BitTensor.zeros(2)))
            .add(new BitConv2d(geometry, BitTensor.zeros(geometry.weightShape())))
            .add(new Affine(new float[] {1, 1}, new float[2]))
            .add(new MaxPool(2, 2, 0))
            .add(new FloatThreshold(new float[2], BitTensor.zeros(2)))
            .add(new BitConv2d(geometry, BitTensor.zeros(geometry.weightShape())))
            .add(new MaxPool(2, 2, 0))
            .add(new IntThreshold(new int[2], BitTensor.zeros(2)))
            .add(new BitConv2d(geometry, BitTensor.zeros(geometry.weightShape())))
            .add(new Affine(new float[] {1, 1}, new float[2]))
            .build();

    assertThat(network.newSession().times(new byte[128]).stream().map(LayerTime::layers))
        .containsExactly(
            "input",
            "0 FloatConv2d 1 x 1, 2 to 2, MaxPool, FloatThreshold",
            "3 BitConv2d 1 x 1, 2 to 2",
            "4 Affine",
            "5 MaxPool, FloatThreshold",
            "7 BitConv2d 1 x 1, 2 to 2, MaxPool, IntThreshold",
            "10 BitConv2d 1 x 1, 2 to 2",
            "11 Affine");
  }

  @Example
  void wrongSizesAreRefused() {
    PackedNetwork network = RandomNetworks.ninXnor(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.newSession().logits(new byte[3071]))
        .withMessage("An image of 32 x 32 x 3 has 3072 elements, not 3071.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.logits(new byte[3072], 2, Runnable::run));
    assertThatIllegalArgumentException().isThrownBy(() -> network.classify(new byte[3072], 11));
  }

  @Example
  void aShortcutIsTheSumOfWhatItSpansAndWhatItStartsFrom() {
    PackedNetwork network =
        PackedNetwork.builder()
            .setName("shortcut")
            .setInput(new ImageSpec(1, 1, 2, new float[2], new float[] {1, 1}))
            .setLabels(List.of("a", "b"))
            .add("scale", new Affine(new float[] {2, 3}, new float[2]))
            .add("relu", new Relu(), "input")
            .join("sum", Join.ADD, "scale", "relu", "input")
            .build();

    assertThat(network.newSession().logits(new float[] {-1, 5})).containsExactly(-3, 25);
  }

  @Example
  void joinsThatDoNotFitAreRefusedByName() {
    PackedNetwork.Builder builder =
        PackedNetwork.builder()
            .setName("wrong")
            .setInput(new ImageSpec(1, 1, 1, new float[1], new float[] {1}))
            .setLabels(List.of("a"))
            .add("sign", new FloatThreshold(new float[1], BitTensor.zeros(1)))
            .join("sum", Join.ADD, "sign", "sign");

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage(
            "Join sum, ADD of sign and sign, does not fit: ADD does not join values of the kind"
                + " BITS.");
  }

  @Example
  void layersThatDoNotFitAreRefusedByName() {
    ConvGeometry geometry = new ConvGeometry(4, 2, 1, 1, 0, 1);
    PackedNetwork.Builder builder =
        PackedNetwork.builder()
            .setName("wrong")
            .setInput(new ImageSpec(1, 1, 3, new float[3], new float[] {1, 1, 1}))
            .setLabels(List.of("a", "b"))
            .add(new Relu())
            .add(new BitConv2d(geometry, BitTensor.zeros(geometry.weightShape())));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith("Layer 1, BitConv2d")
        .withMessageEndingWith("The layer takes [BITS], but it is given FLOAT.");
  }

  private static byte[] pixels(PackedNetwork network, int images, long seed) {
    byte[] pixels = new byte[images * network.input().bytes()];
    new Random(seed).nextBytes(pixels);
    return pixels;
  }
}
