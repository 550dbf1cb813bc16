// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Sequential;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Networks that were trained by this library and travel with it: packed, and as the checkpoint they
 * were packed from. {@link #load} is all it takes to classify; it loads no native library.
 */
public enum PretrainedWeights {
  /** The binary network in network. */
  NIN_XNOR(
      NinArchitecture.NIN_XNOR,
      "4f39e1b7c1de274b3ce41f2be351c140a91cb704a65af06f9ada6ed681f9d08c",
      "f37f6bb8f86f6326d413f14479fb2ce38313fd9a358329dc41f471cf1c31a65f",
      77.68,
      "13 epochs of the 50,000 training images in batches of 100, mirrored at random; Adam, learning"
          + " rate 0.01 falling to 0.00001 along half a cosine; seed 1; the last epoch's weights");

  private final NinArchitecture architecture;
  private final String sha256;
  private final String checkpointSha256;
  private final double top1;
  private final String recipe;

  PretrainedWeights(
      NinArchitecture architecture,
      String sha256,
      String checkpointSha256,
      double top1,
      String recipe) {
    this.architecture = architecture;
    this.sha256 = sha256;
    this.checkpointSha256 = checkpointSha256;
    this.top1 = top1;
    this.recipe = recipe;
  }

  /**
   * Looks weights up.
   *
   * @param architecture a network
   * @return the weights of that network, if there are any
   */
  public static Optional<PretrainedWeights> of(NinArchitecture architecture) {
    return Arrays.stream(values())
        .filter(weights -> weights.architecture.equals(architecture))
        .findFirst();
  }

  /** {@return the network these are the weights of} */
  public NinArchitecture architecture() {
    return architecture;
  }

  /** {@return the SHA-256 of the packed file in lower-case hexadecimal digits} */
  public String sha256() {
    return sha256;
  }

  /**
   * The share of the 10,000 CIFAR-10 test images that the packed network recognises, in per cent,
   * measured on the file that {@link #load} reads.
   *
   * @return 0 to 100
   */
  public double top1() {
    return top1;
  }

  /** {@return how they were trained, in words} */
  public String recipe() {
    return recipe;
  }

  /**
   * Reads the packed file.
   *
   * @return its bytes
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public byte[] bytes() {
    return verified(architecture.name() + ".bnn", sha256);
  }

  /**
   * Reads the network, a few milliseconds of work.
   *
   * @return the packed network, immutable and shared between threads
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public PackedNetwork load() {
    return PackedNetwork.read(new ByteArrayInputStream(bytes()));
  }

  /**
   * Reads the network as it was trained, to evaluate it in float or to go on training it; needs an
   * ND4J backend. Weights are stored in half precision, and the packed file was packed from just
   * these.
   *
   * @return a new network, which is the caller's to change
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public Sequential network() {
    Sequential network = architecture.network();
    String resource = architecture.name() + ".safetensors";
    SafeTensors checkpoint = SafeTensors.parse(resource, verified(resource, checkpointSha256));
    Checkpoint.load(resource, checkpoint, network);
    return network;
  }

  /**
   * Reads the network to fine-tune it on other classes: with the weights it was trained to, but a
   * new last block of random weights. Needs an ND4J backend.
   *
   * @param classes how many classes to tell apart, at least 2
   * @param seed seed of the new weights
   * @return a new network, which is the caller's to change
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public Sequential network(int classes, long seed) {
    Map<String, Parameter> trained = network().parameters();
    Sequential network = architecture.withClasses(classes).network();
    network.initialize(seed);
    network.parameters().entrySet().stream()
        .filter(parameter -> !parameter.getKey().startsWith(NinNetwork.LAST_BLOCK))
        .forEach(
            parameter ->
                parameter.getValue().value().assign(trained.get(parameter.getKey()).value()));
    return network;
  }

  private static byte[] verified(String resource, String sha256) {
    try (InputStream in = PretrainedWeights.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + resource + " is not on the class path.");
      }
      byte[] bytes = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String actual = HexFormat.of().formatHex(digest);
      if (!actual.equals(sha256)) {
        throw new BnnFormatException(
            resource, 0, "It has the SHA-256 " + actual + " instead of " + sha256 + ".");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + resource + " cannot be read.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
