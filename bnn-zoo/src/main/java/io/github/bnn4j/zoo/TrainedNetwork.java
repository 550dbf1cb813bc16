// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.Provenance;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.pack.Packer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network with the weights it was trained to and the classes it knows.
 *
 * @param architecture what the network is called and fed
 * @param network the network, with its weights
 * @param labels the names of the classes, in the order of the logits
 */
public record TrainedNetwork(Architecture architecture, Network network, List<String> labels) {

  /** What a checkpoint calls the height and width of the images that it was trained on. */
  public static final String IMAGE_SIZE = "image_size";

  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4}) x ([1-9]\\d{0,4})");

  /**
   * What a checkpoint records under {@link #IMAGE_SIZE}.
   *
   * @param architecture a network
   * @return height and width of its images, as {@code 32 x 32}
   */
  public static String imageSize(Architecture architecture) {
    return architecture.input().height() + " x " + architecture.input().width();
  }

  /**
   * The network of the zoo with its pretrained weights.
   *
   * @param architecture a network that has some
   * @return a new network
   * @throws IllegalArgumentException if there are no pretrained weights of it
   */
  public static TrainedNetwork pretrained(Architecture architecture) {
    return new TrainedNetwork(
        architecture, PretrainedWeights.of(architecture).network(), architecture.labels());
  }

  /**
   * The name of the network that a checkpoint is of.
   *
   * @param checkpoint the file
   * @return its name, if it says so
   * @throws BnnFormatException if the file is damaged
   */
  public static Optional<String> nameIn(Path checkpoint) {
    return Optional.ofNullable(SafeTensors.read(checkpoint).metadata().get("network"));
  }

  /**
   * Reads a checkpoint. One that names no classes, or no size of images, has those of the
   * architecture.
   *
   * @param checkpoint the file
   * @param architecture the network it is of, whatever its classes and the size of its images
   * @return the network as it was saved
   * @throws BnnFormatException if the file is damaged or of another network
   */
  public static TrainedNetwork read(Path checkpoint, Architecture architecture) {
    return of(checkpoint.toString(), SafeTensors.read(checkpoint), architecture);
  }

  /**
   * Makes the network of a checkpoint that has been read already, as {@link #read} does.
   *
   * @param source what messages call the file it comes from
   * @param content the checkpoint
   * @param architecture the network it is of, whatever its classes and the size of its images
   * @return the network as it was saved
   * @throws BnnFormatException if the checkpoint is of another network
   */
  public static TrainedNetwork of(String source, SafeTensors content, Architecture architecture) {
    List<String> labels = Provenance.labels(content.metadata()).orElse(architecture.labels());
    requireWeights(source, content, labels.size());
    Architecture fitting = sized(source, content, architecture).withClasses(labels.size());
    Network network = fitting.network();
    Checkpoint.load(source, content, network);
    return new TrainedNetwork(fitting, network, labels);
  }

  private static Architecture sized(String source, SafeTensors content, Architecture architecture) {
    String size = content.metadata().getOrDefault(IMAGE_SIZE, imageSize(architecture));
    Matcher sides = SIZE.matcher(size);
    try {
      if (sides.matches()) {
        int height = Integer.parseInt(sides.group(1));
        int width = Integer.parseInt(sides.group(2));
        return architecture.withInput(architecture.input().withSize(height, width));
      }
    } catch (IllegalArgumentException e) {
      throw new BnnFormatException(source, 8, e.getMessage());
    }
    throw new BnnFormatException(
        source, 8, IMAGE_SIZE + " is no height x width but '" + size + "'");
  }

  /** Before a network is made for them: a damaged file may name a million classes. */
  private static void requireWeights(String source, SafeTensors content, int classes) {
    boolean some =
        content.tensors().values().stream()
            .anyMatch(tensor -> tensor.shape().length > 0 && tensor.shape()[0] == classes);
    if (classes < 2 || !some) {
      throw new BnnFormatException(source, 8, "it has no weights for " + classes + " classes");
    }
  }

  /** {@return the same network packed, for images as its architecture scales them} */
  public PackedNetwork packed() {
    return Packer.pack(network, architecture.name(), architecture.input(), labels);
  }
}
