// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.io.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Names of onion-rain/MCTS: block i is {@code sequential.i.conv} and {@code sequential.i.norm}
 * ({@code bn} in its first version), counting pools.
 */
final class MctsNames extends TorchNames {

  static final String ROOT = "sequential.";

  private static final int[] POSITIONS = {0, 1, 2, 4, 5, 6, 8, 9, 10};
  private static final List<String> NORM = List.of("weight", "bias", "running_mean", "running_var");
  private static final float HALF = 127.5f;

  private final NinArchitecture architecture;

  MctsNames(String source, Map<String, Tensor> tensors, NinArchitecture architecture) {
    super(source, tensors);
    this.architecture = architecture;
  }

  @Override
  void addAll() {
    for (int i = 0; i < POSITIONS.length; i++) {
      String there = ROOT + POSITIONS[i];
      String here = "block" + (i + 1);
      convolution(there + ".conv", here + ".conv");
      String norm = there + (has(there + ".bn.weight") ? ".bn." : ".norm.");
      NORM.forEach(each -> put(here + ".norm." + each, take(norm + each)));
    }
    int last = POSITIONS.length - 1;
    int groups = architecture.groups().get(last - 1);
    if (architecture.shuffle() && groups > 1) {
      unshuffle(
          "block" + (last + 1) + ".conv.weight", ROOT + POSITIONS[last] + ".conv.weight", groups);
    }
  }

  /**
   * The project also shuffles in front of the last convolution, which has no groups: its weights,
   * {@code [out, 1, 1, in]}, take on the other order of channels.
   */
  private void unshuffle(String here, String there, int groups) {
    Tensor weights = channelsLast(there);
    int channels = (int) weights.shape()[3];
    if (channels % groups != 0) {
      throw refuse(there + " has " + channels + " input channels, no multiple of " + groups);
    }
    int perGroup = channels / groups;
    float[] to = new float[weights.values().length];
    for (int i = 0; i < to.length; i++) {
      int channel = i % channels;
      int shuffled = channel % perGroup * groups + channel / perGroup;
      to[i] = weights.values()[i - channel + shuffled];
    }
    put(here, new Tensor(weights.shape(), to));
  }

  /** Half an image's range is subtracted, and divided by. */
  @Override
  ImageSpec input() {
    float[] half = {HALF, HALF, HALF};
    return new ImageSpec(Cifar10.SIDE, Cifar10.SIDE, Cifar10.CHANNELS, half, half);
  }

  @Override
  List<String> remarks() {
    return List.of();
  }
}
