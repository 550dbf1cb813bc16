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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that PyTorch has trained, under the names of this library or of one of the projects
 * reproduced here: jiecaoyu/XNOR-Net-PyTorch ({@code nin-xnor}), onion-rain/MCTS (the networks in
 * network), liuzechun/Bi-Real-net ({@code birealnet18}) or liuzechun/ReActNet ({@code reactnet-a}).
 *
 * <p>The network computes what the PyTorch model computes in evaluation, up to rounding and, for
 * those projects, one difference: a number that is exactly 0 has the sign +1 here and 0 there.
 *
 * @param network the network, its latent weights centred and clamped
 * @param input how the project turns pixels into the network's input
 * @param remarks what a user should know, a sentence each
 */
public record ImportedNetwork(Network network, ImageSpec input, List<String> remarks) {

  private static final String SAFETENSORS = ".safetensors";

  /**
   * Reads a checkpoint. A file that ends in {@code .safetensors} may have the layouts of this
   * library, as {@link Checkpoint} writes them, or those of PyTorch; its shapes tell which.
   *
   * @param file what {@code torch.save} wrote, or a safetensors file
   * @param architecture the network that was trained
   * @param shuffled whether its channels were shuffled, if it has groups; early versions of MCTS
   *     did not, and their files look the same
   * @return the network and how to feed it
   * @throws BnnFormatException if the file is damaged or of another network
   */
  public static ImportedNetwork read(Path file, Architecture architecture, boolean shuffled) {
    Architecture trained =
        !shuffled && architecture instanceof NinArchitecture nin ? nin.unshuffled() : architecture;
    Map<String, Tensor> tensors = TorchCheckpoint.read(file);
    Network network = trained.network();
    if (!file.toString().endsWith(SAFETENSORS) || !hasLayoutsOf(network, tensors)) {
      return of(file.toString(), tensors, trained);
    }
    Checkpoint.load(file.toString(), new SafeTensors(tensors, Map.of()), network);
    return new ImportedNetwork(network, trained.input(), List.of());
  }

  private static boolean hasLayoutsOf(Network network, Map<String, Tensor> tensors) {
    return network.parameters().entrySet().stream()
        .allMatch(
            parameter ->
                Optional.ofNullable(tensors.get(parameter.getKey()))
                    .filter(it -> Arrays.equals(it.shape(), parameter.getValue().value().shape()))
                    .isPresent());
  }

  /**
   * Reads a checkpoint of a network that shuffles its channels, if it has groups.
   *
   * @param file what {@code torch.save} wrote, or a safetensors file
   * @param architecture the network that was trained
   * @return the network and how to feed it
   * @throws BnnFormatException if the file is damaged or of another network
   */
  public static ImportedNetwork read(Path file, Architecture architecture) {
    return read(file, architecture, true);
  }

  /** Takes the tensors of a {@code state_dict}, shapes and names as PyTorch has them. */
  static ImportedNetwork of(String source, Map<String, Tensor> tensors, Architecture architecture) {
    Network network = architecture.network();
    TorchNames names = TorchNames.of(source, tensors, architecture, network);
    Checkpoint.load(source, new SafeTensors(names.translate(), Map.of()), network);
    List<String> remarks = new ArrayList<>(names.remarks());
    if (names.binarizesByItself()) {
      network.constrain();
      remarkOnZeros(network, remarks);
    }
    return new ImportedNetwork(network, names.input(), List.copyOf(remarks));
  }

  private static void remarkOnZeros(Network network, List<String> remarks) {
    long zeros = network.layers().values().stream().mapToLong(ImportedNetwork::zeros).sum();
    if (zeros > 0) {
      remarks.add(
          zeros
              + " of the latent weights are exactly 0: the project leaves them out, here they are"
              + " +1.");
    }
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
