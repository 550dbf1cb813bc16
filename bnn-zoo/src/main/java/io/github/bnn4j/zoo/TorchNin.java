// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.io.Tensor;
import io.github.bnn4j.layers.torch.TorchCheckpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network in network that one of the two PyTorch projects reproduced here has trained:
 * jiecaoyu/XNOR-Net-PyTorch ({@code nin-xnor} only) or onion-rain/MCTS (all four).
 *
 * <p>The network computes what the project's own model computes in evaluation, up to rounding and
 * one difference: a number that is exactly 0 has the sign +1 here and 0 there.
 *
 * @param network the network, its latent weights centred and clamped
 * @param input how the project turns pixels into the network's input
 * @param remarks what a user should know, a sentence each
 */
public record TorchNin(Network network, ImageSpec input, List<String> remarks) {

  /**
   * Reads a checkpoint.
   *
   * @param file what {@code torch.save} wrote
   * @param architecture the network that was trained, one of this project's networks in network
   * @param shuffled whether its channels were shuffled, if it has groups; early versions of MCTS
   *     did not, and their files look the same
   * @return the network and how to feed it
   * @throws BnnFormatException if the file is damaged or of another network
   */
  public static TorchNin read(Path file, Architecture architecture, boolean shuffled) {
    if (!(architecture instanceof NinArchitecture nin)) {
      throw new IllegalArgumentException(
          "No PyTorch project is known that trains the network " + architecture.name() + ".");
    }
    NinArchitecture trained = shuffled ? nin : nin.unshuffled();
    return of(file.toString(), TorchCheckpoint.read(file), trained);
  }

  /**
   * Reads a checkpoint of a network that shuffles its channels, if it has groups.
   *
   * @param file what {@code torch.save} wrote
   * @param architecture the network that was trained, one of this project's networks in network
   * @return the network and how to feed it
   * @throws BnnFormatException if the file is damaged or of another network
   */
  public static TorchNin read(Path file, Architecture architecture) {
    return read(file, architecture, true);
  }

  /** Takes the tensors of a {@code state_dict}, shapes and names as PyTorch has them. */
  static TorchNin of(String source, Map<String, Tensor> tensors, NinArchitecture architecture) {
    TorchNames names = TorchNames.of(source, tensors, architecture);
    Network network = architecture.network();
    Checkpoint.load(source, new SafeTensors(names.translate(), Map.of()), network);
    network.constrain();
    List<String> remarks = new ArrayList<>(names.remarks());
    long zeros = network.layers().values().stream().mapToLong(TorchNin::zeros).sum();
    if (zeros > 0) {
      remarks.add(
          zeros
              + " of the latent weights are exactly 0: the project leaves them out, here they are"
              + " +1.");
    }
    return new TorchNin(network, names.input(), List.copyOf(remarks));
  }

  private static long zeros(Layer layer) {
    long zeros = 0;
    if (layer instanceof BinConv2d conv) {
      for (float weight : conv.weight().value().data().asFloat()) {
        zeros += weight == 0 ? 1 : 0;
      }
    }
    return zeros;
  }
}
