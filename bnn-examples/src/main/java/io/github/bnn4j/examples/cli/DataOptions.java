// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.examples.TrainingData;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.images.PictureReader;
import io.github.bnn4j.images.folder.PictureFolder;
import io.github.bnn4j.zoo.Cifar10;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that choose the images of a training. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private Cifar10Option data;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = {
        "Train on pictures of your own: a directory with a directory for each class (2 to 1,000),"
            + " in each of them JPEG, PNG, GIF, BMP, WebP or TIFF files of any size; or with a file"
            + " labels.csv, the line 'picture,label' and one for each picture (default: CIFAR-10).",
        "The middle square of each is resized to what the network takes, see --size; a tenth of each"
            + " class is held out to test on."
      })
  private Optional<Path> images;

  @Option(
      names = "--size",
      paramLabel = "N",
      converter = ImageSize.class,
      description = {
        "Train the network for --images of N x N pixels: 32, 64, 96, 128 or 224 (default: 32).",
        "An image of twice the side takes four times as long."
      })
  private Optional<Integer> size;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description = "Only the first N training images, and at most N test images (default: all).")
  private Optional<Integer> limit;

  /** Reads, and where necessary downloads, the images. */
  TrainingData read(Console console) {
    if (data.isGiven() && images.isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          "--data is for CIFAR-10, --images for pictures of your own; choose one");
    }
    if (size.isPresent() && images.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--size is for --images; those of CIFAR-10 are 32 x 32");
    }
    int most = limit.orElse(Integer.MAX_VALUE);
    return images
        .map(folder -> own(folder, console).limitedTo(most))
        .orElseGet(() -> cifar10(console, most));
  }

  /** What the images are for the network. */
  ImageSpec input() {
    int side = size.orElse(Cifar10.SIDE);
    return Cifar10.INPUT.withSize(side, side);
  }

  /** Whether they are pictures of the user's own. */
  boolean areOwn() {
    return images.isPresent();
  }

  /** What a training on own pictures is called: as their directory. */
  Optional<String> nameOfRun() {
    return images.map(DataOptions::name);
  }

  /** Reads one of the sizes that images may have. */
  private static final class ImageSize implements ITypeConverter<Integer> {
    private static final List<String> SIZES = List.of("32", "64", "96", "128", "224");

    @Override
    public Integer convert(String text) {
      if (!SIZES.contains(text)) {
        throw new TypeConversionException(
            "'" + text + "' is none of the sizes " + String.join(", ", SIZES));
      }
      return Integer.valueOf(text);
    }
  }

  private static String name(Path folder) {
    return Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse("images");
  }

  private TrainingData cifar10(Console console, int most) {
    Path directory = data.directory(console);
    return TrainingData.cifar10(
        Cifar10Dataset.train(directory, most), Cifar10Dataset.test(directory, most));
  }

  private TrainingData own(Path directory, Console console) {
    PictureFolder folder = PictureFolder.listToTrain(directory);
    try (Progress progress = Progress.start(console, "read", folder.all().size(), "picture")) {
      PictureFolder.Split images =
          folder.read(PictureReader.of(input()), done -> progress.at(done, ""));
      folder.report().forEach(line -> console.log("%s%n", line));
      return new TrainingData(
          name(directory),
          folder.labels(),
          OwnPictures.dataset(images.training(), folder.labels(), input()),
          OwnPictures.dataset(images.heldOut(), folder.labels(), input()));
    }
  }
}
