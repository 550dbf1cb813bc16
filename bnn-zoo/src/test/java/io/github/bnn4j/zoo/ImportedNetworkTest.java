// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImportedNetworkTest {

  @TempDir private Path directory;

  private static final int[] PLAIN = {192, 160, 96, 192, 192, 192, 192, 192};
  private static final int[] WIDE = {256, 256, 256, 512, 512, 512, 1024, 1024};
  private static final int[] ONE = {1, 1, 1, 1, 1, 1, 1, 1, 1};
  private static final int[] GROUPS = {1, 2, 2, 16, 4, 4, 32, 8, 1};

  @Test
  void theXnorNetOfJiecaoyuComputesTheSameHere() {
    Map<String, Tensor> state = TorchNetwork.xnorNetState(1);

    ImportedNetwork imported = ImportedNetwork.of("a test", state, NinArchitecture.NIN_XNOR);

    assertSame(imported.network(), image -> TorchNetwork.xnorNet(state, image));
    assertThat(imported.remarks()).anyMatch(remark -> remark.contains("whitened images"));
  }

  @Test
  void theNetworksOfMctsComputeTheSameHere() {
    assertSame(NinArchitecture.NIN, PLAIN, ONE, "norm", false);
    assertSame(NinArchitecture.NIN_XNOR, PLAIN, ONE, "norm", false);
    assertSame(NinArchitecture.NIN_GC_XNOR, WIDE, GROUPS, "norm", true);
  }

  @Test
  void groupedNetworksWithoutShufflesComputeTheSameHere() {
    NinArchitecture gc = NinArchitecture.NIN_GC;
    NinArchitecture plain =
        new NinArchitecture(gc.name(), gc.channels(), gc.groups(), gc.binary(), false);
    assertSame(plain, WIDE, GROUPS, "norm", false);
  }

  private static void assertSame(
      NinArchitecture architecture, int[] channels, int[] groups, String norm, boolean shuffle) {
    boolean binary = architecture.binary();
    Map<String, Tensor> state = TorchNetwork.mctsState(2, binary, channels, groups, norm);
    ImportedNetwork imported = ImportedNetwork.of("a test", state, architecture);

    assertSame(
        imported.network(), image -> TorchNetwork.mcts(state, image, binary, groups, shuffle));
    assertThat(imported.input().mean()).containsOnly(127.5f);
    assertThat(imported.input().std()).containsOnly(127.5f);
  }

  private interface Model {
    double[] logits(float[] image);
  }

  private static void assertSame(Network network, Model model) {
    Random random = new Random(3);
    float[] planes = new float[3 * 32 * 32];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (float) random.nextGaussian();
    }
    INDArray x = Nd4j.createFromArray(planes).reshape(1, 3, 32, 32).permute(0, 2, 3, 1).dup('c');
    var shapes = network.shapes().iterator();
    for (Layer layer : network.layers().values()) {
      x = layer.bind(shapes.next()).forward(x, false);
    }
    double[] expected = model.logits(planes);

    float[] logits = x.dup('c').data().asFloat();
    double largest = 0;
    for (double logit : expected) {
      largest = Math.max(largest, Math.abs(logit));
    }
    assertThat(largest).isGreaterThan(0.1);
    assertThat(logits).hasSameSizeAs(expected);
    for (int i = 0; i < logits.length; i++) {
      assertThat((double) logits[i]).isCloseTo(expected[i], within(2e-3 * largest));
    }
  }

  @Test
  void theFirstVersionOfMctsNamesNormalisationsBn() {
    Map<String, Tensor> old = TorchNetwork.mctsState(4, true, PLAIN, ONE, "bn");
    Map<String, Tensor> later = TorchNetwork.mctsState(4, true, PLAIN, ONE, "norm");

    assertThat(values(ImportedNetwork.of("a test", old, NinArchitecture.NIN_XNOR)))
        .isEqualTo(values(ImportedNetwork.of("a test", later, NinArchitecture.NIN_XNOR)));
  }

  private static Map<String, INDArray> values(ImportedNetwork imported) {
    return imported.network().parameters().entrySet().stream()
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value()));
  }

  /** The parameters of a network in PyTorch's layouts, as a model with modules of these names. */
  private static Map<String, Tensor> ownState(Network network) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              INDArray value = parameter.value();
              INDArray there = value.rank() == 4 ? value.permute(0, 3, 1, 2) : value;
              state.put(name, new Tensor(there.shape(), there.dup('c').data().asFloat()));
            });
    return state;
  }

  private static Network random(Architecture architecture) {
    Network network = architecture.network();
    network.initialize(9);
    return network;
  }

  @Test
  void ownNamesInLayoutsOfPyTorchAreTakenToTheBit() {
    Architecture quicknet =
        new QuickNetArchitecture(
            "quicknet", List.of(1, 1), List.of(8, 16), 5, ImageNet.INPUT.withSize(32, 32));
    for (Architecture architecture :
        Stream.of(NinArchitecture.all(), ResNetArchitecture.all(), List.of(quicknet))
            .flatMap(List::stream)
            .toList()) {
      Network network = random(architecture);

      ImportedNetwork imported = ImportedNetwork.of("a test", ownState(network), architecture);

      assertThat(values(imported))
          .isEqualTo(values(new ImportedNetwork(network, Cifar10.INPUT, List.of())));
      assertThat(imported.input()).isEqualTo(architecture.input());
      assertThat(imported.remarks()).isEmpty();
    }
  }

  @Test
  void safetensorsMayHaveEitherLayout() {
    NinArchitecture architecture = NinArchitecture.NIN_GC_XNOR;
    Network network = random(architecture);
    Path theirs = directory.resolve("theirs.safetensors");
    new SafeTensors(ownState(network), Map.of()).write(theirs, SafeTensors.Precision.F32);
    Path ours = directory.resolve("ours.safetensors");
    Checkpoint.save(ours, network, Map.of(), SafeTensors.Precision.F32);

    for (Path file : List.of(theirs, ours)) {
      assertThat(values(ImportedNetwork.read(file, architecture)))
          .isEqualTo(values(new ImportedNetwork(network, Cifar10.INPUT, List.of())));
    }
  }

  @Test
  void exactZerosAreRemarkedUpon() {
    Map<String, Tensor> state = TorchNetwork.xnorNetState(5);
    java.util.Arrays.fill(state.get("xnor.4.conv.weight").values(), 0, 160, 0.5f);

    assertThat(ImportedNetwork.of("a test", state, NinArchitecture.NIN_XNOR).remarks())
        .anyMatch(remark -> remark.startsWith("160 of the latent weights are exactly 0"));
  }

  @Test
  void otherNetworksAreRefusedInASentence() {
    assertRefused(
        Map.of("features.0.weight", one()),
        NinArchitecture.NIN,
        "its tensors have the names of neither this library (block1.conv.weight and so on) nor");
    assertRefused(
        ownState(random(NinArchitecture.NIN)),
        NinArchitecture.NIN_XNOR,
        "block2.norm.weight has the shape [160], not [192] as this network's");
    assertRefused(
        TorchNetwork.xnorNetState(6),
        NinArchitecture.NIN_GC_XNOR,
        "the network of this project is nin-xnor, not nin-gc-xnor");
    assertRefused(
        TorchNetwork.mctsState(6, false, PLAIN, ONE, "norm"),
        NinArchitecture.NIN_XNOR,
        "block2.norm.weight has the shape [160], not [192] as this network's");
    assertRefused(
        TorchNetwork.mctsState(6, true, WIDE, GROUPS, "norm"),
        NinArchitecture.NIN_XNOR,
        "has the shape");
  }

  @Test
  void whatIsMissingOrTooMuchOrNoNumberIsNamed() {
    Map<String, Tensor> state = TorchNetwork.xnorNetState(7);
    Tensor bias = state.remove("xnor.7.conv.bias");
    assertRefused(state, NinArchitecture.NIN_XNOR, "it has no xnor.7.conv.bias, so it is of");

    state.put("xnor.7.conv.bias", bias);
    state.put("xnor.14.bias", bias);
    assertRefused(state, NinArchitecture.NIN_XNOR, "it also has xnor.14.bias, so it is of");

    state.remove("xnor.14.bias");
    bias.values()[3] = Float.NaN;
    assertRefused(
        state, NinArchitecture.NIN_XNOR, "xnor.7.conv.bias[3] is NaN, but must be finite");

    bias.values()[3] = 0;
    state.get("xnor.8.bn.running_var").values()[0] = -1;
    assertRefused(state, NinArchitecture.NIN_XNOR, "xnor.8.bn.running_var[0] is -1.0");
  }

  @Test
  void theNetworkWithKernelsOfThreeInTheMiddleIsRefused() {
    Map<String, Tensor> state = TorchNetwork.mctsState(8, false, PLAIN, ONE, "norm");
    state.put(
        "sequential.4.conv.weight",
        new Tensor(new long[] {192, 96, 3, 3}, new float[192 * 96 * 9]));

    assertRefused(
        state,
        NinArchitecture.NIN,
        "block4.conv.weight has the shape [192, 3, 3, 96], not [192, 5, 5, 96] as this network's");
  }

  private static Tensor one() {
    return new Tensor(new long[] {1}, new float[] {1});
  }

  private static void assertRefused(
      Map<String, Tensor> state, NinArchitecture architecture, String reason) {
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> ImportedNetwork.of("a test", state, architecture))
        .withMessageStartingWith("a test, byte ")
        .withMessageContaining(reason);
  }
}
