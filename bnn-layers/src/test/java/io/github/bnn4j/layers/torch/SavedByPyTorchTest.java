// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.io.PlainTensors;
import io.github.bnn4j.layers.io.StoredTensors;
import io.github.bnn4j.layers.io.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that people have; README.md beside them and make_with_torch.py tell what is in them. */
class SavedByPyTorchTest {

  private static final Tensor WEIGHT =
      new Tensor(
          new long[] {2, 3, 1, 2},
          new float[] {.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f, 8.5f, 9.5f, 10.5f, 11.5f});
  private static final Tensor BIAS = new Tensor(new long[] {2}, new float[] {-1, 0});
  private static final Map<String, Tensor> NETWORK =
      Map.of("conv.weight", WEIGHT, "conv.bias", BIAS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.pt",
        "double.pt",
        "namespace.pth",
        "numpy_scalar.pth",
        "module_prefix.pth.tar",
        "whole_module.pt"
      })
  void theSameTensorsComeOutHoweverTheyWereSaved(String name) throws IOException {
    PlainTensors.assertAre(TorchCheckpoint.read(file(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok.pth",
        "numpy-scalar.pth",
        "compiled.pth",
        "float-key.pth",
        "bytes.pth",
        "protocol5.pth"
      })
  void somethingHarmlessBesideATensorChangesNothing(String name) {
    assertThat(TorchCheckpoint.read(file(name)))
        .isEqualTo(
            Map.of("a.weight", new Tensor(new long[] {2, 3}, new float[] {0, 1, 2, 3, 4, 5})));
  }

  @Test
  void everyKindOfIntegerIsRead() {
    Tensor counted = new Tensor(new long[] {5}, new float[] {0, 1, 2, 3, 4});
    StoredTensors tensors = TorchCheckpoint.read(file("ints.pt"));

    assertThat(tensors)
        .isEqualTo(
            Map.of(
                "i8", counted,
                "u8", counted,
                "i16", counted,
                "i32", counted,
                "i64", counted,
                "bool", new Tensor(new long[] {2}, new float[] {1, 0})));
    assertThat(tensors.weights()).isEmpty();
  }

  /** Files with one of everything that Python pickles beside the network, in each protocol. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4", "5", "legacy"})
  void everythingPythonPicklesMayLieBesideANetwork(String kind) {
    Path file = file("everything-" + kind + ".pth");

    TorchContents contents = TorchContents.read(file);

    assertThat(TorchCheckpoint.read(file)).isEqualTo(NETWORK);
    assertThat(contents.keys()).containsExactly("model");
    assertThat(contents.others())
        .containsEntry("args", "argparse.Namespace")
        .containsEntry("set", "set of 2")
        .containsEntry("random", "tuple of 3")
        .containsEntry("dtype", "float16")
        .containsEntry("infinite", "Infinity")
        .containsEntry("0.5", "'a float as key'")
        .containsEntry("None", "'none as key'")
        .hasSizeGreaterThan(40);
    assertThat(contents.unknown())
        .contains("argparse.Namespace", "collections.Counter", "numpy.dtype", "__main__.Phase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cyclic.pth",
        "module.pth",
        "module-legacy.pth",
        "module-parallel.pth",
        "module-wrapped.pth",
        "scripted.pt",
        "traced.pt",
        "pair.pth",
        "subclass.pth",
        "prefix-module-compiled.pth",
        "prefix-compiled-module.pth",
        "parameters.pth",
        "attributed.pth",
        "views.pth"
      })
  void theNetworkIsFoundInWhateverWasSaved(String name) {
    assertThat(TorchCheckpoint.read(file(name))).isEqualTo(NETWORK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model_state", "network", "net", "state_dict_ema", "my_own_key", "preferred"})
  void theNetworkIsFoundUnderWhateverKeyItLies(String key) {
    assertThat(TorchCheckpoint.read(file("key-" + key + ".pth"))).isEqualTo(NETWORK);
  }

  @Test
  void keysMayLieInEachOther() {
    TorchContents contents = TorchContents.read(file("key-nested.pth"));

    assertThat(contents.tensors()).isEqualTo(NETWORK);
    assertThat(contents.keys()).containsExactly("model", "state_dict");
  }

  @Test
  void aModuleGivesWhatItsStateDictWould() {
    StoredTensors tensors = TorchCheckpoint.read(file("module-buffers.pth"));

    assertThat(tensors.keySet())
        .containsExactly(
            "mask",
            "conv.weight",
            "conv.bias",
            "norm.weight",
            "norm.bias",
            "norm.running_mean",
            "norm.running_var",
            "again.weight",
            "again.bias");
    assertThat(tensors.get("again.weight")).isEqualTo(WEIGHT);
    assertThat(tensors.get("norm.running_var").values()).containsExactly(1, 1);
  }

  @Test
  void anAverageHasItsCounterBesideTheNetwork() {
    StoredTensors tensors = TorchCheckpoint.read(file("averaged.pth"));

    assertThat(tensors.keySet()).containsExactly("n_averaged", "conv.weight", "conv.bias");
    assertThat(tensors.weights()).containsExactly("conv.weight", "conv.bias");
  }

  @ParameterizedTest
  @CsvSource({
    "quantised, beside is quantised",
    "sparse, beside is sparse",
    "sparse-rows, beside is sparse",
    "complex, beside has numbers of the type complex64",
    "conjugate, beside has numbers of the type complex64",
    "meta, beside is made by torch._utils._rebuild_meta_tensor_no_storage",
    "array, beside is made by numpy.core.multiarray._reconstruct"
  })
  void whatIsNoTensorOfNumbersIsRefusedOnlyIfWanted(String kind, String reason) {
    StoredTensors tensors = TorchCheckpoint.read(file("beside-" + kind + ".pth"));

    assertThat(tensors.get("conv.weight")).isEqualTo(WEIGHT);
    assertThat(tensors.get("conv.bias")).isEqualTo(BIAS);
    assertThat(tensors.weights()).containsExactly("conv.weight", "conv.bias");
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> tensors.get("beside"))
        .withMessageContaining(reason);
  }

  @Test
  void sizesOfWhatCannotBeReadAreKnown() {
    for (String kind : new String[] {"quantised", "sparse"}) {
      assertThat(
              TorchCheckpoint.read(file("beside-" + kind + ".pth")).stored().get("beside").shape())
          .containsExactly(2, 2);
    }
  }

  @Test
  void otherNumbersAreReadAsFloats() {
    assertThat(beside("expanded"))
        .isEqualTo(new Tensor(new long[] {2, 3}, new float[] {1.5f, 1.5f, 1.5f, 2.5f, 2.5f, 2.5f}));
    assertThat(beside("double")).isEqualTo(new Tensor(new long[] {1}, new float[] {.1f}));
    assertThat(beside("bfloat16")).isEqualTo(new Tensor(new long[] {1}, new float[] {1.5f}));
  }

  private static Tensor beside(String kind) {
    return TorchCheckpoint.read(file("beside-" + kind + ".pth")).get("beside");
  }

  @Test
  void tensorsWithoutNamesHaveNumbers() {
    assertThat(TorchCheckpoint.read(file("list.pth"))).isEqualTo(Map.of("0", WEIGHT, "1", BIAS));
    assertThat(TorchCheckpoint.read(file("bare.pth"))).isEqualTo(Map.of("", WEIGHT));
    assertThat(TorchCheckpoint.read(file("bare-legacy.pth"))).isEqualTo(Map.of("", WEIGHT));
  }

  @Test
  void severalNetworksOrNoneAreRefused() {
    assertRefused("two.pth", "it holds several state_dicts, under generator, discriminator");
    assertRefused("none.pth", "it holds no state_dict");
    assertThat(TorchContents.read(file("none.pth")).others())
        .isEqualTo(Map.of("epoch", "1", "history", "list of 2"));
  }

  private static void assertRefused(String name, String reason) {
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(file(name)))
        .withMessageContaining(reason);
  }

  private static Path file(String name) {
    return PlainTensors.resource(SavedByPyTorchTest.class, "saved/" + name);
  }
}
