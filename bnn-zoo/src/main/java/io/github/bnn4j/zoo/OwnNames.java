// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Tensor;
import java.util.List;
import java.util.Map;

/**
 * This library's own names, such as {@code block2.conv.weight}, with weights in PyTorch's layout
 * {@code [out, in / groups, kernel, kernel]}: what a PyTorch model saves whose modules are named as
 * the layers here. What a sign or a PReLU learns may also be named as if its block had it, {@code
 * stage1_1.threshold} for {@code stage1_1.sign.threshold}.
 */
final class OwnNames extends TorchNames {

  private final Network network;
  private final ImageSpec input;

  OwnNames(String source, Map<String, Tensor> tensors, Network network, ImageSpec input) {
    super(source, tensors);
    this.network = network;
    this.input = input;
  }

  /** Whether a checkpoint has a parameter of the network under its name here. */
  static boolean areThoseOf(Map<String, Tensor> tensors, Network network) {
    return network.parameters().keySet().stream().anyMatch(tensors::containsKey);
  }

  @Override
  void addAll() {
    network
        .parameters()
        .forEach(
            (name, parameter) ->
                put(name, parameter.value().rank() == 4 ? channelsLast(name) : take(there(name))));
  }

  private String there(String name) {
    int parameter = name.lastIndexOf('.');
    String ofBlock =
        name.substring(0, Math.max(0, name.lastIndexOf('.', parameter - 1)))
            + name.substring(parameter);
    return !has(name) && has(ofBlock) ? ofBlock : name;
  }

  @Override
  ImageSpec input() {
    return input;
  }

  @Override
  boolean binarizesByItself() {
    return false;
  }

  @Override
  List<String> remarks() {
    return List.of();
  }
}
