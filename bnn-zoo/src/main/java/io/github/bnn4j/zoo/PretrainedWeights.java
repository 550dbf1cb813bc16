// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Networks that were trained by this library and travel with it, packed. {@link #load} is all it
 * takes to classify; it loads no native library.
 */
public enum PretrainedWeights {
  ;

  private final NinArchitecture architecture;
  private final String sha256;
  private final double top1;
  private final String recipe;

  PretrainedWeights(NinArchitecture architecture, String sha256, double top1, String recipe) {
    this.architecture = architecture;
    this.sha256 = sha256;
    this.top1 = top1;
    this.recipe = recipe;
  }

  /** The weights of the given network, if there are any. */
  public static Optional<PretrainedWeights> of(NinArchitecture architecture) {
    return Arrays.stream(values())
        .filter(weights -> weights.architecture.equals(architecture))
        .findFirst();
  }

  /** The network these are the weights of. */
  public NinArchitecture architecture() {
    return architecture;
  }

  /** The SHA-256 of the packed file in lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /**
   * The share of the 10,000 CIFAR-10 test images that the packed network recognises, in per cent,
   * measured on the file that {@link #load} reads.
   */
  public double top1() {
    return top1;
  }

  /** How they were trained. */
  public String recipe() {
    return recipe;
  }

  /** The packed file. */
  public byte[] bytes() {
    String resource = architecture.name() + ".bnn";
    try (InputStream in = PretrainedWeights.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + resource + " is not on the class path.");
      }
      return verified(in.readAllBytes(), resource);
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + resource + " cannot be read.", e);
    }
  }

  /**
   * Reads the network, a few milliseconds of work.
   *
   * @throws BnnFormatException if the resource was changed since it was published
   */
  public PackedNetwork load() {
    return PackedNetwork.read(new ByteArrayInputStream(bytes()));
  }

  private byte[] verified(byte[] bytes, String resource) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String actual = HexFormat.of().formatHex(digest);
      if (!actual.equals(sha256)) {
        throw new BnnFormatException(
            resource, 0, "It has the SHA-256 " + actual + " instead of " + sha256 + ".");
      }
      return bytes;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
