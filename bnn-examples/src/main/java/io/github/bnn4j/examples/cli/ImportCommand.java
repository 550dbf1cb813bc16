// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.ImportedNetwork;
import io.github.bnn4j.zoo.Origin;
import io.github.bnn4j.zoo.TrainedNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a PyTorch checkpoint into a packed network. */
@Command(
    name = "import",
    description = {
      "Pack a checkpoint that PyTorch saved, and compare the two on test images.",
      "Knows the names of this library, such as block1.conv.weight, as torch.save or safetensors"
          + " have them, and those of jiecaoyu/XNOR-Net-PyTorch (nin-xnor), onion-rain/MCTS (nin*),"
          + " liuzechun/Bi-Real-net (birealnet18) and liuzechun/ReActNet (reactnet-a).",
      "Nothing in the file is run: what is no tensor is refused."
    },
    footer = {
      "",
      "Examples:",
      "  bnn import nin-xnor.pt --out nin-xnor.bnn",
      "  bnn import nin-xnor.pt --out nin-xnor.safetensors",
      "  bnn import cifar10_nin_xnornet_best.pth.tar --out nin-xnor.bnn",
      "  bnn import --model nin-gc-xnor --no-shuffle model.pth.tar --out nin.bnn"
    })
final class ImportCommand extends BnnCommand {
  private static final int IMAGES = 1000;
  private static final int LEAST_IMAGES = 10;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      converter = ModelName.class,
      completionCandidates = ModelName.Known.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Architecture architecture;

  @Parameters(
      paramLabel = "FILE",
      description = "The checkpoint, often *.pt, *.pth or *.pth.tar; or *.safetensors.")
  private Path checkpoint;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "What to write: a packed file or, if its name ends so, a .safetensors checkpoint, which"
              + " pack, evaluate and train take.")
  private Path out;

  @Option(
      names = "--training",
      paramLabel = "FILE",
      description =
          "How the weights were trained, for such a checkpoint to tell: properties as on a model"
              + " card, which docs/experiments/gpu/train.py writes (default: not told).")
  private Optional<Path> training;

  @Option(
      names = "--no-shuffle",
      description =
          "The grouped network was trained without channel shuffles, as by early versions of MCTS,"
              + " whose files look the same.")
  private boolean noShuffle;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      arity = "1",
      hideParamSyntax = true,
      description =
          "What was subtracted from pixels of 0 to 255, one number for each channel or one for all"
              + " (default: 127.5 for files of MCTS, else as the network of the zoo).")
  private float[] mean = {};

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      arity = "1",
      hideParamSyntax = true,
      description =
          "What the difference was divided by, likewise (default: 127.5 for files of MCTS, else"
              + " as the network of the zoo).")
  private float[] std = {};

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description =
          "How many test images to compare on (default: 1000, fewer where the network takes larger"
              + " ones).")
  private Optional<Integer> limit;

  @Override
  Map<String, Object> run(Console console) {
    if (ModelOptions.isCheckpoint(checkpoint) && TrainedNetwork.nameIn(checkpoint).isPresent()) {
      throw new CommandFailure(
          checkpoint + " is a checkpoint of this library already, which pack and evaluate take.");
    }
    ImportedNetwork imported = ImportedNetwork.read(checkpoint, architecture, !noShuffle);
    ImageSpec input =
        new ImageSpec(
            imported.input().height(),
            imported.input().width(),
            imported.input().channels(),
            forEachChannel(mean, imported.input().mean()),
            forEachChannel(std, imported.input().std()));
    TrainedNetwork trained =
        new TrainedNetwork(architecture, imported.network(), architecture.labels());
    Map<String, Object> json =
        ModelOptions.isCheckpoint(out)
            ? save(console, trained, input)
            : Packing.run(console, trained, input, out, testImages(trained, input));
    imported.remarks().forEach(remark -> console.print("%s%n", remark));
    json.put("remarks", imported.remarks());
    return json;
  }

  /** What is given, one number being that of all channels, or what is usual. */
  private static float[] forEachChannel(float[] given, float[] usual) {
    if (given.length != 1) {
      return given.length == 0 ? usual : given;
    }
    float[] same = new float[usual.length];
    Arrays.fill(same, given[0]);
    return same;
  }

  private TestImages testImages(TrainedNetwork trained, ImageSpec input) {
    int usual = Math.max(LEAST_IMAGES, IMAGES * Cifar10.INPUT.bytes() / input.bytes());
    return TestImages.cifar10(input, trained.labels(), limit.orElse(usual));
  }

  /**
   * Writes a checkpoint of the very numbers that were read, and compares them with the same packed.
   */
  private Map<String, Object> save(Console console, TrainedNetwork trained, ImageSpec input) {
    if (!input.equals(architecture.input()) || noShuffle) {
      throw new CommandFailure(
          "A checkpoint is of a network of the zoo and of pixels as the zoo scales them; these"
              + " weights are of others, so --out must name a packed file.");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", architecture.name());
    training.ifPresent(file -> metadata.putAll(Origin.read(file).entries()));
    Checkpoint.save(out, trained.network(), metadata, SafeTensors.Precision.F32);
    console.print("%s: weights in single precision%n", out);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", architecture.name());
    json.put("checkpoint", out.toString());
    json.putAll(Packing.compare(console, trained, trained.packed(), testImages(trained, input)));
    return json;
  }
}
