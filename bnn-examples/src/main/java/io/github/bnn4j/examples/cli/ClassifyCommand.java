// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Prediction;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Classifies pictures from files. */
@Command(
    name = "classify",
    description = {
      "Classify pictures of any size: JPEG, PNG, GIF, BMP, WebP or TIFF.",
      "The middle of a picture is resized to what the network takes, mostly 32 x 32 pixels."
    },
    footer = {
      "",
      "Examples:",
      "  bnn classify cat.jpg",
      "  bnn classify --model nin-gc-xnor --json cat.jpg ship.png",
      "  bnn classify --weights runs/mine/network.bnn picture.jpg"
    })
final class ClassifyCommand extends BnnCommand {
  private static final int TOP = 5;

  @Mixin private ModelOptions model;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Files with pictures.")
  private List<Path> files;

  @Override
  Map<String, Object> run(Console console) {
    PackedNetwork network = model.packed();
    PictureReader reader = PictureReader.of(network.input());
    int top = Math.min(TOP, network.labels().size());
    List<byte[]> images = read(reader);
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      List<Prediction> predictions = network.classify(images.get(i), top);
      console.print("%s%n", files.get(i));
      predictions.forEach(
          prediction -> console.print("  %s%n", ConfidenceBar.draw(prediction, console)));
      results.add(json(files.get(i), predictions));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", network.name());
    json.put("predictions", results);
    return json;
  }

  /** Reads all pictures before there is any result, so that all bad ones are named at once. */
  private List<byte[]> read(PictureReader reader) {
    List<byte[]> images = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (Path file : files) {
      try {
        images.add(reader.read(file));
      } catch (PictureException e) {
        bad.add(e.getMessage());
      }
    }
    if (!bad.isEmpty()) {
      throw new CommandFailure(String.join(" ", bad));
    }
    return images;
  }

  private static Map<String, Object> json(Path file, List<Prediction> predictions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", file.toString());
    json.put("label", predictions.get(0).label());
    json.put("probability", predictions.get(0).probability());
    json.put("top5", predictions.stream().map(ClassifyCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(Prediction prediction) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", prediction.label());
    json.put("probability", prediction.probability());
    return json;
  }
}
