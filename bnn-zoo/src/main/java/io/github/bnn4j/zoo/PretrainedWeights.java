// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.Distillation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trained networks that travel with this library, which trained them itself or imported them, as
 * their {@link #card} says: as a checkpoint in half precision, and binary ones packed as well.
 * {@link #load} is all it takes to classify; for a binary network it loads no native library.
 *
 * <p>Thread-safe. Every call reads the resource anew and compares its SHA-256 with the model
 * card's.
 */
public final class PretrainedWeights {
  /** The float network in network. */
  public static final PretrainedWeights NIN = new PretrainedWeights(NinArchitecture.NIN);

  /** The float network in network with grouped convolutions. */
  public static final PretrainedWeights NIN_GC = new PretrainedWeights(NinArchitecture.NIN_GC);

  /** The binary network in network. */
  public static final PretrainedWeights NIN_XNOR = new PretrainedWeights(NinArchitecture.NIN_XNOR);

  /** The binary network in network with grouped convolutions. */
  public static final PretrainedWeights NIN_GC_XNOR =
      new PretrainedWeights(NinArchitecture.NIN_GC_XNOR);

  /** The float residual network. */
  public static final PretrainedWeights RESNET12 =
      new PretrainedWeights(ResNetArchitecture.RESNET12);

  /** The binary residual network. */
  public static final PretrainedWeights REACT12 = new PretrainedWeights(ResNetArchitecture.REACT12);

  private static final List<PretrainedWeights> ALL =
      List.of(NIN, NIN_GC, NIN_XNOR, NIN_GC_XNOR, RESNET12, REACT12);

  private final Architecture architecture;
  private final ModelCard card;

  private PretrainedWeights(Architecture architecture) {
    this.architecture = architecture;
    this.card = card(architecture);
  }

  /** {@return the weights of all networks that have some} */
  public static List<PretrainedWeights> all() {
    return ALL;
  }

  private static ModelCard card(Architecture architecture) {
    String resource = architecture.name() + ".properties";
    try (InputStream in = open(resource)) {
      return ModelCard.read(in);
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  /**
   * Looks weights up.
   *
   * @param architecture a network of the {@link Zoo}
   * @return the weights of that network
   * @throws IllegalArgumentException if it is another network, such as one for other classes or
   *     images
   */
  public static PretrainedWeights of(Architecture architecture) {
    return ALL.stream()
        .filter(weights -> weights.architecture.equals(architecture))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "There are no pretrained weights of a network %s for %d classes and images of"
                            + " %s; there are those of %s for the 10 classes and the images of CIFAR-10.",
                        architecture.name(),
                        architecture.classes(),
                        architecture.input().shape().features(),
                        String.join(
                            ", ", ALL.stream().map(it -> it.architecture.name()).toList()))));
  }

  /**
   * Looks up the teacher that a training wants.
   *
   * @param lessons name a network of the zoo
   * @return that network, trained
   * @throws IllegalArgumentException if there is no such network
   */
  public static Network teacher(Distillation lessons) {
    return ALL.stream()
        .filter(weights -> weights.architecture.name().equals(lessons.teacher()))
        .findFirst()
        .map(PretrainedWeights::network)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no pretrained teacher named " + lessons.teacher() + "."));
  }

  /** {@return the network these are the weights of} */
  public Architecture architecture() {
    return architecture;
  }

  /** {@return how they were trained, and how well} */
  public ModelCard card() {
    return card;
  }

  /**
   * The packed file of a binary network; the network of floats is packed now, which needs an ND4J
   * backend.
   *
   * @return its bytes
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public byte[] bytes() {
    return card.packedSha256()
        .map(sha256 -> verified(architecture.name() + ".bnn", sha256))
        .orElseGet(this::packed);
  }

  private byte[] packed() {
    try (Network network = network()) {
      return Packer.pack(network, architecture.name(), architecture.input(), architecture.labels())
          .toBytes();
    }
  }

  /**
   * Reads the network, a few milliseconds of work if it is binary; see {@link #bytes}.
   *
   * @return the packed network, immutable and shared between threads
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public PackedNetwork load() {
    return PackedNetwork.read(new ByteArrayInputStream(bytes()));
  }

  /**
   * Reads the network as it was trained, to evaluate it in float or to go on training it; needs an
   * ND4J backend. Weights are stored in half precision, and a packed file was packed from just
   * these.
   *
   * @return a new network, which is the caller's to change
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public Network network() {
    Network network = architecture.network();
    String resource = architecture.name() + ".safetensors";
    SafeTensors checkpoint =
        SafeTensors.parse(resource, verified(resource, card.checkpointSha256()));
    Checkpoint.load(resource, checkpoint, network);
    return network;
  }

  /**
   * Reads the network to fine-tune it on other classes or images: with the weights it was trained
   * to, but random ones where a shape depends on the number of classes. Needs an ND4J backend.
   *
   * @param other this network for other classes, of images of another size, or both
   * @param seed seed of the new weights
   * @return a new network, which is the caller's to change
   * @throws IllegalArgumentException if it is another network than this
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public Network network(Architecture other, long seed) {
    if (!architecture.withClasses(other.classes()).withInput(other.input()).equals(other)) {
      throw new IllegalArgumentException(
          "The weights of "
              + architecture.name()
              + " do not fit the network "
              + other.name()
              + ".");
    }
    Network network = other.network();
    network.initialize(seed);
    try (Network trained = network()) {
      Map<String, Parameter> values = trained.parameters();
      network
          .parameters()
          .forEach(
              (name, parameter) -> {
                INDArray value = values.get(name).value();
                if (Arrays.equals(value.shape(), parameter.value().shape())) {
                  parameter.value().assign(value);
                }
              });
    }
    return network;
  }

  private static byte[] verified(String resource, String sha256) {
    try (InputStream in = open(resource)) {
      byte[] bytes = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String actual = HexFormat.of().formatHex(digest);
      if (!actual.equals(sha256)) {
        throw new BnnFormatException(
            resource, 0, "It has the SHA-256 " + actual + " instead of " + sha256 + ".");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(resource, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static InputStream open(String resource) {
    return Optional.ofNullable(PretrainedWeights.class.getResourceAsStream(resource))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The resource " + resource + " is not on the class path."));
  }

  private static UncheckedIOException unreadable(String resource, IOException cause) {
    return IoProblem.unchecked("The resource " + resource + " cannot be read", cause);
  }
}
