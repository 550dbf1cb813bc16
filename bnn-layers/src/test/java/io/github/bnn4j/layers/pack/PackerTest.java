// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.ChannelFunction;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Dropout;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.PReLU;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.QuantActiv;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.train.Evaluator;
import io.github.bnn4j.layers.train.ImageDataset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PackerTest {

  private static final int IMAGES = 2;
  private static final List<String> LABELS = List.of("a", "b", "c", "d", "e");

  /** Pixels as they are. */
  private static final ImageSpec SPEC =
      new ImageSpec(7, 7, 3, new float[] {0, 0, 0}, new float[] {1, 1, 1});

  /** Values this close to a threshold may be rounded to its other side in float. */
  private static final double MARGIN = 5e-5;

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void packedNetworksGiveTheLogitsOfTheReference(@ForAll long seed) {
    Network network = RandomNetwork.of(seed);
    byte[] pixels = new byte[IMAGES * SPEC.bytes()];
    new Random(seed).nextBytes(pixels);
    ImageDataset data =
        new ImageDataset(RandomNetwork.INPUT, RandomNetwork.CLASSES, pixels, new int[] {0, 0});
    Assume.that(marginOfSigns(network, data) > MARGIN);

    PackedNetwork packed = Packer.pack(network, "random", SPEC, LABELS);

    assertLogits(packed.logits(pixels, IMAGES, Runnable::run), logits(network, SPEC, data));
  }

  @Example
  void aResidualBlockIsPackedByItsNames() {
    Network network =
        Network.builder(new FeatureShape(4, 4, 2))
            .add("stem", new Conv2d(new ConvGeometry(2, 8, 3, 1, 1, 1)))
            .add("sign", new BinActiv())
            .add("conv", binary(8, 8))
            .add("norm", new BatchNorm(8))
            .join("sum", Join.ADD, "stem", "norm")
            .add("pool", Pool.average(4, 1, 0))
            .build();
    ImageSpec spec = new ImageSpec(4, 4, 2, new float[] {0, 0}, new float[] {1, 1});

    Graph<PackedLayer> packed =
        Packer.pack(network, "block", spec, Collections.nCopies(8, "any")).graph();

    assertThat(packed.nodes().stream().map(Node::name))
        .containsExactly("stem", "sign", "conv/2", "norm", "sum", "pool");
    assertThat(packed.layers().get(3)).isInstanceOf(Affine.class);
    assertThat(packed.name(packed.node(5).inputs().get(0))).isEqualTo("stem");
  }

  @Example
  void aSignHidesNoNumberThatIsNone() {
    Network network = TinyNetworks.binary(LABELS.size());
    network.initialize(1);
    network.parameters().get("conv2.weight").value().putScalar(3, Float.NaN);

    assertThatThrownBy(() -> Packer.pack(network, "nan", PatternImages.SPEC, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network cannot be packed: conv2.weight[0, 0, 0, 3] is NaN, but must be finite.");
  }

  @Example
  void floatNetworksArePackedToo() {
    Network network = TinyNetworks.real(PatternImages.CLASSES);
    network.initialize(1);
    ImageDataset data = PatternImages.of(3, 1);

    PackedNetwork packed = Packer.pack(network, "real", PatternImages.SPEC, LABELS.subList(0, 4));

    assertThat(packed.name()).isEqualTo("real");
    assertThat(packed.labels()).isEqualTo(LABELS.subList(0, 4));
    assertThat(packed.input()).isEqualTo(PatternImages.SPEC);
    assertLogits(
        packed.logits(data.pixels(), 3, Runnable::run), logits(network, PatternImages.SPEC, data));
  }

  @Example
  void everythingBetweenTwoBinaryConvolutionsIsOneIntegerThreshold() {
    Network network =
        Network.builder(RandomNetwork.INPUT)
            .add("conv1", new Conv2d(new ConvGeometry(3, 8, 1, 1, 0, 1)))
            .add("norm1", new BatchNorm(8))
            .add("sign1", new BinActiv())
            .add("conv2", binary(8, 8))
            .add("relu2", new ReLU())
            .add("pool2", Pool.max(3, 2, 0))
            .add("norm2", new BatchNorm(8))
            .add("sign2", new BinActiv())
            .add("conv3", binary(8, 8))
            .add("relu3", new ReLU())
            .add("pool3", Pool.average(3, 1, 0))
            .add("norm3", new BatchNorm(8))
            .add("sign3", new BinActiv())
            .add("conv4", binary(8, 5))
            .build();

    List<PackedLayer> layers = Packer.pack(network, "small", SPEC, LABELS).graph().layers();

    assertThat(layers.stream().map(layer -> layer.getClass().getSimpleName()))
        .containsExactly(
            "FloatConv2d",
            "FloatThreshold",
            "BitConv2d",
            "MaxPool",
            "IntThreshold",
            "BitConv2d",
            "AvgPoolThreshold",
            "BitConv2d",
            "Affine");
  }

  @Example
  void aMaximumIsTakenOfSumsOnlyWhereEveryChannelRises() {
    assertThat(kindsBetween(false, norm(1), Pool.max(2, 1, 0)))
        .containsExactly("MaxPool", "IntThreshold");
    assertThat(kindsBetween(false, norm(-1), Pool.max(2, 1, 0)))
        .containsExactly("Affine", "MaxPool", "FloatThreshold");
    assertThat(kindsBetween(true, norm(1), Pool.max(2, 1, 0)))
        .containsExactly("MaxPool", "FloatThreshold");
    assertThat(kindsBetween(true, norm(-1), Pool.max(2, 1, 0)))
        .containsExactly("Affine", "MaxPool", "FloatThreshold");
  }

  @Example
  void anAverageIsTakenOfSumsOnlyWhereNothingButARectifierIsInFront() {
    assertThat(kindsBetween(false, Pool.average(2, 1, 0), norm(1)))
        .containsExactly("AvgPoolThreshold");
    assertThat(kindsBetween(false, new ReLU(), Pool.average(2, 1, 0), norm(-1)))
        .containsExactly("AvgPoolThreshold");
    assertThat(kindsBetween(false, norm(1), Pool.average(2, 1, 0)))
        .containsExactly("Affine", "AvgPool", "FloatThreshold");
    assertThat(kindsBetween(false, new ReLU(), norm(1), Pool.average(2, 1, 0)))
        .containsExactly("Affine", "Relu", "Affine", "AvgPool", "FloatThreshold");
    assertThat(kindsBetween(true, Pool.average(2, 1, 0)))
        .containsExactly("AvgPool", "FloatThreshold");
  }

  @Example
  void aSlopeBelowZeroTurnsAndFoldsIntoNoThreshold() {
    assertThat(kindsBetween(false, slopes(0.5))).containsExactly("IntThreshold");
    assertThat(kindsBetween(false, slopes(-0.5)))
        .containsExactly("Affine", "Prelu", "FloatThreshold");
  }

  /** What lies between a convolution of 8 channels and the sign behind these layers, packed. */
  private static List<String> kindsBetween(boolean ofFloats, Layer... layers) {
    Network.Builder builder =
        Network.builder(RandomNetwork.INPUT)
            .add("first", new Conv2d(new ConvGeometry(3, 8, 1, 1, 0, 1)));
    if (!ofFloats) {
      builder.add("firstSign", new BinActiv()).add("binary", binary(8, 8));
    }
    for (int i = 0; i < layers.length; i++) {
      builder.add("layer" + i, layers[i]);
    }
    Network network =
        builder
            .add("sign", new BinActiv())
            .add("last", binary(8, LABELS.size()))
            .add("pool", Pool.globalAverage())
            .build();
    List<String> kinds =
        Packer.pack(network, "between", SPEC, LABELS).graph().layers().stream()
            .map(layer -> layer.getClass().getSimpleName())
            .toList();
    int behind = ofFloats ? 1 : kinds.indexOf("BitConv2d") + 1;
    return kinds.subList(behind, kinds.lastIndexOf("BitConv2d"));
  }

  /** A normalisation that scales one channel so and leaves the others. */
  private static BatchNorm norm(double gamma) {
    BatchNorm norm = new BatchNorm(8);
    norm.gamma().value().putScalar(3, gamma);
    return norm;
  }

  private static PReLU slopes(double slope) {
    PReLU prelu = new PReLU(8);
    prelu.slope().value().assign(0.25).putScalar(3, slope);
    return prelu;
  }

  @Example
  void joinsOfSignsArePackedOnlyForBinaryConvolutions() {
    assertThatThrownBy(() -> Packer.pack(joined(true, new ReLU()), "odd", SPEC, LABELS))
        .hasMessage("A sign can be packed only right in front of a binary convolution.");
    assertThatThrownBy(() -> Packer.pack(joined(false, binary(8, 5)), "odd", SPEC, LABELS))
        .hasMessage("A binary convolution can be packed only right behind a sign.");
    assertThat(Packer.pack(joined(true, binary(8, 5)), "even", SPEC, LABELS).graph().layers())
        .hasSize(6);
  }

  /**
   * Two halves beside each other, the second of which may have no sign, and a layer that reads
   * both.
   */
  private static Network joined(boolean signs, Layer last) {
    Network.Builder builder =
        Network.builder(RandomNetwork.INPUT)
            .add("stem", new Conv2d(new ConvGeometry(3, 4, 1, 1, 0, 1)))
            .add("left", new BatchNorm(4), "stem")
            .add("leftSign", new BinActiv(), "left")
            .add("right", new BatchNorm(4), "stem");
    if (signs) {
      builder.add("rightSign", new BinActiv(), "right");
    }
    return builder
        .join("both", Join.CONCAT, "leftSign", signs ? "rightSign" : "right")
        .add("last", last)
        .add("pool", Pool.globalAverage())
        .build();
  }

  @Example
  void ordersThatCannotBePackedAreNamedInOneSentence() {
    Layer conv = new Conv2d(new ConvGeometry(3, 3, 1, 1, 0, 1));
    assertUnpackable(
        "A network that is packed starts with a Conv2d, not with a ReLU.", new ReLU(), conv);
    assertUnpackable(
        "A sign can be packed only right in front of a binary convolution.",
        conv,
        new BinActiv(),
        new Conv2d(new ConvGeometry(3, 3, 1, 1, 0, 1)));
    assertUnpackable(
        "A sign can be packed only right in front of a binary convolution.", conv, new BinActiv());
    assertUnpackable(
        "A binary convolution can be packed only right behind a sign.",
        conv,
        new ReLU(),
        binary(3, 3));
    assertUnpackable(
        "A binary convolution can be packed only right behind a sign.",
        conv,
        new BinActiv(),
        new ReLU(),
        binary(3, 3));
    assertUnpackable(
        "A BinActiv in front of a sign cannot be packed.",
        conv,
        new BinActiv(),
        new BatchNorm(3),
        new BinActiv(),
        binary(3, 3));
    assertUnpackable("A Mirror cannot be packed here.", conv, new Mirror());
    assertUnpackable(
        "A Mirror in front of a sign cannot be packed.",
        conv,
        new Mirror(),
        new BinActiv(),
        binary(3, 3));
    assertUnpackable(
        "A network that is packed starts with a Conv2d, not with a BinConv2d.", binary(3, 3));
  }

  @Example
  void aNetworkThatStartsWithAJoinCannotBePacked() {
    Network network =
        Network.builder(RandomNetwork.INPUT).join("twice", Join.ADD, "input", "input").build();

    assertThatThrownBy(() -> Packer.pack(network, "join", SPEC, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A network that is packed starts with a Conv2d, not with a join.");
  }

  @Example
  void imagesOfAnotherShapeAreRefused() {
    Network network =
        Network.builder(new FeatureShape(5, 7, 3))
            .add("conv", new Conv2d(new ConvGeometry(3, 5, 1, 1, 0, 1)))
            .add("pool", Pool.globalAverage())
            .build();

    assertThatThrownBy(() -> Packer.pack(network, "other", SPEC, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network takes images of [5, 7, 3], so it cannot be packed for images of [7, 7,"
                + " 3].");
  }

  @Example
  void dropoutBehindASignIsNotThere() {
    Network network =
        Network.builder(RandomNetwork.INPUT)
            .add("conv1", new Conv2d(new ConvGeometry(3, 8, 1, 1, 0, 1)))
            .add("sign1", new BinActiv())
            .add("dropout", new Dropout(0.5))
            .add("conv2", binary(8, 5))
            .add("pool", Pool.globalAverage())
            .build();

    List<PackedLayer> layers = Packer.pack(network, "dropout", SPEC, LABELS).graph().layers();

    assertThat(layers.stream().map(layer -> layer.getClass().getSimpleName()))
        .containsExactly("FloatConv2d", "FloatThreshold", "BitConv2d", "Affine", "AvgPool");
  }

  @Example
  void aLayerThatNobodyKnowsFoldsByTheFunctionItGives() {
    Network network =
        Network.builder(RandomNetwork.INPUT)
            .add("conv1", new Conv2d(new ConvGeometry(3, 8, 1, 1, 0, 1)))
            .add("sign1", new BinActiv())
            .add("conv2", new BinConv2d(new ConvGeometry(8, 8, 1, 1, 0, 1), new Scaling.None()))
            .add("lift", new Lift())
            .add("sign2", new BinActiv())
            .add("conv3", binary(8, 5))
            .add("pool", Pool.average(7, 1, 0))
            .build();

    List<PackedLayer> layers = Packer.pack(network, "lift", SPEC, LABELS).graph().layers();

    IntThreshold threshold = (IntThreshold) layers.get(3);
    assertThat(threshold.threshold()).containsOnly(-4);
  }

  /** A layer of a kind of its own. */
  private record Lift() implements Layer {
    @Override
    public FeatureShape outputShape(FeatureShape input) {
      return input;
    }

    @Override
    public Operation bind(FeatureShape input) {
      throw new UnsupportedOperationException("Packing computes nothing.");
    }

    @Override
    public Optional<ChannelFunction> perChannel() {
      return Optional.of(ChannelFunction.affine((c, x) -> x + 4.5));
    }
  }

  @Example
  void theInputScaleIsRefusedAsItIsNoThresholdOfAChannel() {
    Scaling both =
        new Scaling.AlphaAndK(
            WeightGradient.CORRECTED, new StraightThroughEstimator.ClippedIdentity());

    assertUnpackable(
        "A binary convolution with the input scale K cannot be packed: K differs from position to"
            + " position, and a threshold has one value a channel; train it with another scaling.",
        new Conv2d(new ConvGeometry(3, 3, 1, 1, 0, 1)),
        new BatchNorm(3),
        new BinConv2d(new ConvGeometry(3, 3, 1, 1, 0, 1), both));
  }

  @Example
  void whatHasMoreThanOneBitIsRefusedByNameWhereverItStands() {
    Layer conv = new Conv2d(new ConvGeometry(3, 3, 1, 1, 0, 1));
    Layer ternary = new BinConv2d(new ConvGeometry(3, 3, 1, 1, 0, 1), new Scaling.Ternary());
    String ternaryRefused =
        "A BinConv2d of ternary weights cannot be packed: packed weights have one bit; train it with"
            + " another scaling, or evaluate the network unpacked.";
    String quantRefused =
        "A QuantActiv (k = 2) cannot be packed: packed activations are signs or floats; train with a"
            + " BinActiv or a ReLU in its place, or evaluate the network unpacked.";

    assertUnpackable(ternaryRefused, conv, new BinActiv(), ternary);
    assertUnpackable(ternaryRefused, conv, new ReLU(), ternary);
    assertUnpackable(quantRefused, conv, new QuantActiv(2));
    assertUnpackable(quantRefused, conv, new QuantActiv(2), binary(3, 3));
    assertUnpackable(quantRefused, conv, new QuantActiv(2), new BinActiv(), binary(3, 3));
  }

  /** A layer that has no packed form. */
  private record Mirror() implements Layer {
    @Override
    public FeatureShape outputShape(FeatureShape input) {
      return input;
    }

    @Override
    public Operation bind(FeatureShape input) {
      throw new UnsupportedOperationException("Packing computes nothing.");
    }
  }

  private static void assertUnpackable(String sentence, Layer... layers) {
    Network.Builder builder = Network.builder(RandomNetwork.INPUT);
    for (int i = 0; i < layers.length; i++) {
      builder.add("layer" + i, layers[i]);
    }
    Network network = builder.build();
    assertThatThrownBy(() -> Packer.pack(network, "odd", SPEC, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private static BinConv2d binary(int inputs, int outputs) {
    BinConv2d conv =
        new BinConv2d(new ConvGeometry(inputs, outputs, 1, 1, 0, 1), WeightGradient.CORRECTED);
    conv.initialize(new Random(1));
    return conv;
  }

  private static float[] logits(Network network, ImageSpec spec, ImageDataset data) {
    try (BoundNetwork bound = new Nd4jEngine().bind(network, data.size())) {
      return new Evaluator(bound, spec).logits(data);
    }
  }

  private static void assertLogits(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double size = Math.max(1, Math.abs(expected[i]));
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4 * size));
    }
  }

  /** How far the values that signs are taken of stay away from 0; those that are 0 are exact. */
  private static double marginOfSigns(Network network, ImageDataset data) {
    double margin = Double.POSITIVE_INFINITY;
    Network.Builder front = Network.builder(network.input());
    for (String name : network.layers().keySet()) {
      Layer layer = network.layers().get(name);
      if (layer instanceof BinActiv) {
        for (float value : outputs(front.build(), data)) {
          margin = value == 0 ? margin : Math.min(margin, Math.abs(value));
        }
      }
      front.add(name, layer);
    }
    return margin;
  }

  private static float[] outputs(Network front, ImageDataset data) {
    float[] values = new float[data.pixels().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.pixels()[i] & 0xFF;
    }
    INDArray images = Nd4j.createFromArray(values).reshape(front.input().batch(data.size()));
    try (BoundNetwork bound = new Nd4jEngine().bind(front, data.size())) {
      return bound.forward(images, false).dup('c').data().asFloat();
    }
  }
}
