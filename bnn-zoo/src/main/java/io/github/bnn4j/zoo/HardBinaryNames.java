// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.Parameter.Role;
import io.github.bnn4j.layers.io.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Names of liuzechun/Bi-Real-net and liuzechun/ReActNet. Layers are named as their modules; a
 * binary convolution has its latent weights as one column, {@code binary_conv.weights}; thresholds,
 * and the shifts and offsets of a PReLU, are biases of modules of their own, {@code move11} to
 * {@code move23}, shifts with the opposite sign.
 */
final class HardBinaryNames extends TorchNames {

  private static final String COLUMN = ".weights";
  private static final String PRELU = "prelu";

  private final Network network;
  private final ImageSpec input;

  HardBinaryNames(String source, Map<String, Tensor> tensors, Network network, ImageSpec input) {
    super(source, tensors);
    this.network = network;
    this.input = input;
  }

  /** Whether a checkpoint has weights as those projects store binary ones. */
  static boolean areThoseOf(Map<String, Tensor> tensors) {
    return tensors.keySet().stream().anyMatch(name -> name.endsWith(COLUMN));
  }

  @Override
  void addAll() {
    network.parameters().forEach((name, parameter) -> put(name, translated(name, parameter)));
  }

  private Tensor translated(String name, Parameter parameter) {
    String layer = name.substring(0, name.lastIndexOf('.'));
    if (parameter.role() == Role.LATENT) {
      return channelsLast(layer + COLUMN, column(layer + COLUMN, parameter.value().shape()));
    }
    return switch (parameter.name()) {
      case "threshold" -> vector(layer + ".bias", 1);
      case "shift" -> vector(beside(layer, "2"), -1);
      case "offset" -> vector(beside(layer, "3"), 1);
      case "slope" -> take(layer + ".weight");
      default -> parameter.value().rank() == 4 ? channelsLast(name) : take(name);
    };
  }

  /** The bias of move12 is the shift in front of prelu1, that of move13 the offset behind it. */
  private static String beside(String layer, String place) {
    int at = layer.lastIndexOf(PRELU);
    String number = layer.substring(at + PRELU.length());
    return layer.substring(0, Math.max(at, 0)) + "move" + number + place + ".bias";
  }

  private Tensor vector(String name, int sign) {
    float[] values = take(name).values().clone();
    for (int c = 0; c < values.length; c++) {
      values[c] *= sign;
    }
    return new Tensor(new long[] {values.length}, values);
  }

  /** A column as the filters {@code [out, in, kernel, kernel]} that it stands for. */
  private Tensor column(String name, long[] here) {
    Tensor tensor = take(name);
    if (tensor.values().length != here[0] * here[1] * here[2] * here[3]) {
      throw refuse(
          name
              + " has "
              + tensor.values().length
              + " weights, not those of "
              + here[0]
              + " filters of "
              + here[1]
              + " x "
              + here[2]
              + " x "
              + here[3]);
    }
    return new Tensor(new long[] {here[0], here[3], here[1], here[2]}, tensor.values());
  }

  @Override
  ImageSpec input() {
    return input;
  }

  @Override
  List<String> remarks() {
    return List.of();
  }
}
