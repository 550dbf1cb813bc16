// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.TrainedNetwork;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.TorchNin;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a PyTorch checkpoint into a packed network. */
@Command(
    name = "import",
    description = {
      "Pack a checkpoint that PyTorch saved, and compare the two on test images.",
      "Knows the networks of jiecaoyu/XNOR-Net-PyTorch (nin-xnor) and of onion-rain/MCTS (all).",
      "Nothing in the file is run: what is no tensor is refused."
    },
    footer = {
      "",
      "Examples:",
      "  bnn import cifar10_nin_xnornet_best.pth.tar --out nin-xnor.bnn",
      "  bnn import --model nin-gc-xnor --no-shuffle checkpoint.pth.tar --out nin-gc-xnor.bnn"
    })
final class ImportCommand extends BnnCommand {
  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "nin-xnor",
      converter = ModelName.class,
      description = "nin, nin-gc, nin-xnor or nin-gc-xnor (default: ${DEFAULT-VALUE}).")
  private Architecture architecture;

  @Parameters(paramLabel = "FILE", description = "The checkpoint, often *.pth or *.pth.tar.")
  private Path checkpoint;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The packed file to write.")
  private Path out;

  @Option(
      names = "--no-shuffle",
      description = {
        "The grouped network was trained without channel shuffles,",
        "as by early versions of MCTS, whose files look the same."
      })
  private boolean noShuffle;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      arity = "1",
      description = "What was subtracted from pixels of 0 to 255 (MCTS: 127.5).")
  private float[] mean = {};

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      arity = "1",
      description = "What the difference was divided by (MCTS: 127.5).")
  private float[] std = {};

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      converter = WholeNumber.Positive.class,
      description = "How many test images to compare on (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  Map<String, Object> run(Console console) {
    TorchNin imported = TorchNin.read(checkpoint, architecture, !noShuffle);
    ImageSpec input =
        new ImageSpec(
            Cifar10.SIDE,
            Cifar10.SIDE,
            Cifar10.CHANNELS,
            mean.length == 0 ? imported.input().mean() : mean,
            std.length == 0 ? imported.input().std() : std);
    Map<String, Object> json =
        Packing.run(
            console,
            new TrainedNetwork(architecture, imported.network(), architecture.labels()),
            input,
            out,
            limit);
    imported.remarks().forEach(remark -> console.print("%s%n", remark));
    json.put("remarks", imported.remarks());
    return json;
  }
}
