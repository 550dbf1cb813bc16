// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class ImportExportCommandTest {

  @TempDir private Path directory;

  @Test
  void aCheckpointOfMctsIsPackedAndAgreesWithItself() throws IOException {
    Path out = directory.resolve("nin-xnor.bnn");

    CommandLineRun run =
        CommandLineRun.of(
                "import",
                checkpoint(NinArchitecture.NIN_XNOR),
                "--out",
                out,
                "--limit",
                30,
                "--json")
            .succeeded();

    assertThat(run.json())
        .containsEntry("model", "nin-xnor")
        .containsEntry("packedBytes", (int) Files.size(out))
        .containsEntry("images", 30)
        .containsKeys("disagreements", "maxLogitDifference", "top1", "remarks");
    assertThat((int) run.json().get("disagreements")).isLessThanOrEqualTo(1);
    assertThat(PackedNetwork.read(out).input().mean()).containsOnly(127.5f);
  }

  @Test
  void aCheckpointThatSaysHowItWasTrainedIsWrittenAndRead() throws IOException {
    Path training = directory.resolve("training.properties");
    Files.writeString(
        training,
        """
        training.framework=PyTorch 2.11
        training.device=NVIDIA H200
        training.start=random weights
        training.epochs=133
        training.seconds=454
        training.recipe=Adam
        training.script=train.py
        """);
    Path torch = directory.resolve("theirs.safetensors");
    Network network = NinArchitecture.NIN_XNOR.network();
    network.initialize(3);
    Checkpoint.save(torch, network, Map.of(), SafeTensors.Precision.F32);
    Path out = directory.resolve("weights.safetensors");

    CommandLineRun run =
        CommandLineRun.of(
                "import", torch, "--training", training, "--out", out, "--limit", 10, "--json")
            .succeeded();

    assertThat(run.json()).containsEntry("checkpoint", out.toString()).containsKey("top1");
    Map<String, String> metadata = SafeTensors.read(out).metadata();
    assertThat(metadata).containsEntry("network", "nin-xnor");
    assertThat(Origin.of(metadata)).isEqualTo(Origin.read(training));
    CommandLineRun.of("evaluate", "--weights", out, "--limit", 10).succeeded();
  }

  @Test
  void aCheckpointOfOtherPixelsIsNotWritten() throws IOException {
    Path out = directory.resolve("weights.safetensors");

    assertThat(
            CommandLineRun.of("import", checkpoint(NinArchitecture.NIN_XNOR), "--out", out)
                .failure())
        .contains("pixels as the zoo scales them");
    assertThat(out).doesNotExist();
  }

  @Test
  void theScalingOfPixelsCanBeNamed() throws IOException {
    Path out = directory.resolve("nin.bnn");

    CommandLineRun.of(
            "import",
            "--model",
            "nin",
            checkpoint(NinArchitecture.NIN),
            "--mean",
            "125.3,123,113.9",
            "--std",
            "51.6",
            "--out",
            out,
            "--limit",
            5)
        .succeeded();

    assertThat(PackedNetwork.read(out).input().mean()).containsExactly(125.3f, 123, 113.9f);
    assertThat(PackedNetwork.read(out).input().std()).containsExactly(51.6f, 51.6f, 51.6f);
  }

  @Test
  void whatCannotBeImportedIsRefusedAndNothingWritten() throws IOException {
    Path out = directory.resolve("out.bnn");
    Path checkpoint = checkpoint(NinArchitecture.NIN);

    assertThat(CommandLineRun.of("import", checkpoint, "--out", out).failure())
        .contains(checkpoint.toString(), "block2.norm.weight has the shape [160], not [192]");
    assertThat(CommandLineRun.of("import", directory.resolve("missing"), "--out", out).failure())
        .contains("there is no such file");
    assertThat(
            CommandLineRun.of("import", "--model", "nin", checkpoint, "--mean", "1,2", "--out", out)
                .failure())
        .contains("2");
    assertThat(out).doesNotExist();
  }

  @Test
  void theShippedNetworkIsExportedToOnnx() throws IOException {
    Path out = directory.resolve("nin-xnor.onnx");

    Map<String, Object> json =
        CommandLineRun.of("export", "--format", "onnx", "--out", out, "--json").succeeded().json();

    assertThat(json)
        .containsEntry("model", "nin-xnor")
        .containsEntry("format", "onnx")
        .containsEntry("bytes", (int) Files.size(out));
    assertThat(Files.size(out)).isBetween(3_500_000L, 4_500_000L);
    assertThat(CommandLineRun.of("export", "--format", "caffe", "--out", out).wrongUsage())
        .contains("caffe");
  }

  /** As torch.save writes it, with random values under the names of onion-rain/MCTS. */
  private Path checkpoint(NinArchitecture architecture) throws IOException {
    int[] positions = {0, 1, 2, 4, 5, 6, 8, 9, 10};
    Network network = architecture.network();
    network.initialize(3);
    Map<String, INDArray> state = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, p) -> {
              int block = Character.digit(name.charAt("block".length()), 10) - 1;
              INDArray value = p.value().rank() == 4 ? p.value().permute(0, 3, 1, 2) : p.value();
              state.put(
                  "sequential." + positions[block] + name.substring("block1".length()), value);
            });
    Path file = directory.resolve(architecture.name() + ".pth.tar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      ByteArrayOutputStream pickle = new ByteArrayOutputStream();
      text(pickle, "\u0080\u0002}(X\u0010\0\0\0model_state_dict}(");
      int key = 0;
      for (Map.Entry<String, INDArray> entry : state.entrySet()) {
        float[] values = entry.getValue().dup('c').data().asFloat();
        string(pickle, entry.getKey());
        text(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
        string(pickle, "storage");
        text(pickle, "ctorch\nFloatStorage\n");
        string(pickle, "" + key);
        string(pickle, "cpu");
        number(pickle, values.length);
        text(pickle, "tQK\0(");
        for (long size : entry.getValue().shape()) {
          number(pickle, size);
        }
        text(pickle, "t(");
        long stride = values.length;
        for (long size : entry.getValue().shape()) {
          stride /= size;
          number(pickle, stride);
        }
        text(pickle, "t\u0089ccollections\nOrderedDict\n)RtR");
        ByteBuffer numbers = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(values);
        add(zip, "archive/data/" + key++, numbers.array());
      }
      text(pickle, "uX\u0005\0\0\0epochK\u0007u.");
      add(zip, "archive/data.pkl", pickle.toByteArray());
    }
    return file;
  }

  private static void text(ByteArrayOutputStream pickle, String text) {
    pickle.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void string(ByteArrayOutputStream pickle, String string) {
    pickle.write('X');
    littleEndian(pickle, string.length());
    text(pickle, string);
  }

  private static void number(ByteArrayOutputStream pickle, long number) {
    pickle.write('J');
    littleEndian(pickle, (int) number);
  }

  private static void littleEndian(ByteArrayOutputStream pickle, int number) {
    pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
