// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectCommandTest {
  private static final Path SAVED =
      Path.of("../bnn-layers/src/test/resources/io/github/bnn4j/layers");

  @TempDir private Path directory;

  @Test
  void aPackedNetworkHasInputLabelsAndLayers() throws IOException {
    Path file = TinyNetwork.write(directory.resolve("tiny.bnn"), "nin-xnor");

    Map<String, Object> json = inspect(file);

    assertThat(json)
        .containsEntry("file", file.toString())
        .containsEntry("format", "packed network")
        .containsEntry("bytes", (int) Files.size(file))
        .containsEntry("network", "nin-xnor");
    assertThat(map(json.get("input"))).containsEntry("shape", List.of(32, 32, 3));
    assertThat((List<?>) json.get("labels")).hasSize(10).first().isEqualTo("airplane");
    Map<?, ?> convolution = map(((List<?>) json.get("layers")).get(0));
    assertThat(convolution.get("kind")).isEqualTo("FloatConv2d");
    assertThat(convolution.get("weights")).isEqualTo(30);
    assertThat(convolution.get("weightType")).isEqualTo("float32");
    assertThat(convolution.get("reads")).isEqualTo(List.of("input"));
    assertThat(convolution.get("shape")).isEqualTo(List.of(4, 4, 10));
  }

  @Test
  void aCheckpointHasLayersLabelsMetadataAndTensors() throws IOException {
    Path file = directory.resolve("weights.safetensors");
    Network network =
        Network.builder(new FeatureShape(4, 4, 3))
            .add("conv", new Conv2d(new ConvGeometry(3, 2, 3, 1, 1, 1)))
            .add("norm", new BatchNorm(2))
            .build();
    network.initialize(1);
    network.parameters().get("norm.running_var").value().putScalar(1, Float.NaN);
    Checkpoint.save(
        file, network, Map.of("labels", "cat\ndog", "recipe", "own"), SafeTensors.Precision.F16);

    Map<String, Object> json = inspect(file);

    assertThat(json)
        .containsEntry("format", "checkpoint of BNN4J, safetensors")
        .containsEntry("labels", List.of("cat", "dog"))
        .containsEntry("layers", network.description().lines().toList())
        .containsEntry("metadata", Map.of("recipe", "own"))
        .containsEntry("numbers", 54 + 2 + 4 * 2);
    Map<?, ?> weight = tensor(json, "conv.weight");
    assertThat(weight.get("type")).isEqualTo("float16");
    assertThat(weight.get("shape")).isEqualTo(List.of(2, 3, 3, 3));
    assertThat(weight.get("bytes")).isEqualTo(108);
    Map<?, ?> variance = tensor(json, "norm.running_var");
    assertThat(variance.get("min")).isEqualTo(1.0);
    assertThat(variance.get("remark")).isEqualTo("norm.running_var[1] is NaN, but must be finite");
  }

  @Test
  void aFileOfPyTorchHasTensorsWhatLiesBesideThemAndWhatWasNotRun() throws IOException {
    Map<String, Object> json = inspect(SAVED.resolve("torch/saved/everything-2.pth"));

    assertThat(json)
        .containsEntry("format", "torch.save, zip archive")
        .containsEntry("keys", List.of("model"))
        .containsEntry("numbers", 14);
    assertThat(map(json.get("others")))
        .containsEntry("args", "argparse.Namespace")
        .containsEntry("text", "'\u6f22\ud83d\ude00 ??'");
    assertThat(json.get("notRun").toString()).contains("argparse.Namespace, collections.Counter");

    json = inspect(SAVED.resolve("torch/saved/beside-quantised.pth"));
    assertThat(tensor(json, "beside").get("type")).isEqualTo("quantised");
    assertThat((String) tensor(json, "beside").get("remark")).startsWith("is quantised");

    assertThat(inspect(SAVED.resolve("torch/legacy.pth")))
        .containsEntry("format", "torch.save, the layout before PyTorch 1.6");
    assertThat(inspect(SAVED.resolve("torch/saved/none.pth")))
        .containsEntry("others", Map.of("epoch", "1", "history", "list of 2"))
        .containsKey("fault");
  }

  @Test
  void safetensorsOfOthersHaveTypes() throws IOException {
    Map<String, Object> json = inspect(SAVED.resolve("io/py_types.safetensors"));

    assertThat(json).containsEntry("format", "safetensors").containsEntry("numbers", 12);
    assertThat(tensor(json, "w").get("type")).isEqualTo("bfloat16");
    assertThat(tensor(json, "z")).doesNotContainKeys("min", "max").containsKey("bytes");
  }

  @Test
  void peopleGetTables() {
    String text =
        CommandLineRun.of("inspect", SAVED.resolve("torch/saved/module.pth")).succeeded().out();

    assertThat(text)
        .contains(
            "format: torch.save, zip archive\n",
            "numbers: 14\n",
            "| conv.weight | float32 | [2, 3, 1, 2] | 12      | 48    |",
            "\n2 in all\n",
            "notRun: __main__.Net, torch.nn.modules.conv.Conv2d\n");
  }

  @ParameterizedTest
  @CsvSource({
    "68656c6c6f0a, it is a text",
    "'', it is empty",
    "010203, its first bytes are those of no file known here",
    "894844460d0a1a0a, 'it is an HDF5 file, as Keras writes them'",
    "934e554d5059, it is an array of NumPy",
    "1f8b08, it is compressed with gzip",
    "89504e470d0a1a0a, it is a PNG picture",
    "ffd8ffe0, it is a JPEG picture",
  })
  void anUnknownFileGetsASentence(String hexadecimal, String guess) throws IOException {
    Path file = directory.resolve("file");
    Files.write(file, HexFormat.of().parseHex(hexadecimal));

    assertThat(CommandLineRun.of("inspect", file).failure())
        .contains(file.toString(), guess, "known are packed networks");
  }

  @Test
  void whatIsNoFileGetsASentence() {
    assertThat(CommandLineRun.of("inspect", directory).failure()).contains("it is a folder");
    assertThat(CommandLineRun.of("inspect", directory.resolve("none")).failure())
        .contains("there is no such file");
  }

  @Test
  void whoHasAFileRefusedIsToldHowToLookIntoIt() throws IOException {
    Path text = Files.writeString(directory.resolve("x.bnn"), "hello");
    Path two = SAVED.resolve("torch/saved/two.pth");

    assertThat(CommandLineRun.of("evaluate", "--weights", text).failure())
        .endsWith(" is not a packed network of BNN4J (see bnn inspect " + text + ")");
    assertThat(CommandLineRun.of("evaluate", "--weights", two).failure())
        .endsWith(
            "(see bnn import, which takes what torch.save wrote, and bnn inspect " + two + ")");
    assertThat(CommandLineRun.of("import", two, "--out", directory.resolve("y")).failure())
        .endsWith("(see bnn inspect " + two + ")");
    assertThat(CommandLineRun.of("import", "nothing", "--out", directory.resolve("y")).failure())
        .doesNotContain("inspect");
    assertThat(CommandLineRun.of("inspect", text).failure()).doesNotContain("see bnn inspect");
  }

  private static Map<String, Object> inspect(Path file) throws IOException {
    return CommandLineRun.of("inspect", file, "--json").succeeded().json();
  }

  private static Map<String, Object> tensor(Map<String, Object> json, String name) {
    return ((List<?>) json.get("tensors"))
        .stream()
            .map(InspectCommandTest::map)
            .filter(row -> row.get("name").equals(name))
            .findFirst()
            .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
