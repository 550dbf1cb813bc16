// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.images.PictureReader;
import io.github.bnn4j.images.folder.LabelledImages;
import io.github.bnn4j.images.folder.LabelledPicture;
import io.github.bnn4j.images.folder.PictureFolder;
import io.github.bnn4j.layers.train.ImageDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose pictures of the user's own to measure a network on. */
final class OwnPictures {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = {
        "Measure on pictures of your own: a directory with a directory for each class, named as the"
            + " network's classes, with pictures of any size; or with a file labels.csv (default: the"
            + " test images of CIFAR-10).",
        "Only those that train --images holds out, unless --all is given."
      })
  private Optional<Path> directory;

  @Option(names = "--all", description = "All pictures of --images, also those trained on.")
  private boolean all;

  /** Whether there are some. */
  boolean areGiven() {
    if (all && directory.isEmpty()) {
      throw new ParameterException(command.commandLine(), "--all is for --images DIR");
    }
    return directory.isPresent();
  }

  /**
   * Reads them at the size and with the numbers of the classes of a network.
   *
   * @param labels the classes of the network, in the order of its outputs
   */
  ImageDataset read(Console console, ImageSpec input, List<String> labels) {
    Path from = directory.orElseThrow();
    PictureFolder folder = PictureFolder.list(from);
    requireKnown(folder, labels);
    List<LabelledPicture> pictures = all ? folder.all() : folder.heldOut();
    if (pictures.isEmpty()) {
      throw new CommandFailure(from + " has no pictures in the folders of its classes.");
    }
    folder.report().forEach(line -> console.log("%s%n", line));
    console.log("measured on %s%n", all ? "all of them" : "those held out");
    try (Progress progress = Progress.start(console, "read", pictures.size(), "picture")) {
      return dataset(
          LabelledImages.read(
              pictures, labels, PictureReader.of(input), done -> progress.at(done, "")),
          labels,
          input);
    }
  }

  /** Images as training and measuring take them. */
  static ImageDataset dataset(LabelledImages images, List<String> labels, ImageSpec input) {
    return new ImageDataset(
        input.shape().features(), labels.size(), images.pixels(), images.labels());
  }

  private void requireKnown(PictureFolder folder, List<String> labels) {
    List<String> unknown =
        folder.labels().stream().filter(label -> !labels.contains(label)).toList();
    if (!unknown.isEmpty()) {
      throw new CommandFailure(
          String.format(
              Locale.ROOT,
              "%s has classes that are no classes of the network: %s. It knows %s.",
              directory.orElseThrow(),
              String.join(", ", unknown),
              String.join(", ", labels)));
    }
  }
}
