// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.SoundValues;
import io.github.bnn4j.layers.io.StoredTensors;
import io.github.bnn4j.layers.io.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the tensors of a PyTorch project the names and layouts they have here. For a single use.
 */
abstract class TorchNames {

  private final String source;
  private final Map<String, Tensor> tensors;
  private final Set<String> unused;
  private final Map<String, Tensor> translated = new LinkedHashMap<>();

  TorchNames(String source, Map<String, Tensor> tensors) {
    this.source = source;
    this.tensors = tensors;
    this.unused = new LinkedHashSet<>(StoredTensors.of(tensors).weights());
  }

  /** The names that the checkpoint has. */
  static TorchNames of(
      String source, Map<String, Tensor> tensors, Architecture architecture, Network network) {
    if (HardBinaryNames.areThoseOf(tensors)) {
      return new HardBinaryNames(source, tensors, network, architecture.input());
    }
    if (OwnNames.areThoseOf(tensors, network)) {
      return new OwnNames(source, tensors, network, architecture.input());
    }
    if (architecture instanceof NinArchitecture nin) {
      if (tensors.keySet().stream().anyMatch(name -> name.startsWith(MctsNames.ROOT))) {
        return new MctsNames(source, tensors, nin);
      }
      if (tensors.keySet().stream().anyMatch(name -> name.startsWith(XnorNetNames.ROOT))) {
        return new XnorNetNames(source, tensors, nin);
      }
    }
    throw new BnnFormatException(
        source,
        0,
        "its tensors have the names of neither this library ("
            + network.parameters().keySet().iterator().next()
            + " and so on) nor, for a network in network, jiecaoyu/XNOR-Net-PyTorch (xnor.*) or"
            + " onion-rain/MCTS (sequential.*), nor of liuzechun/Bi-Real-net or liuzechun/ReActNet"
            + " (*.weights)");
  }

  /** The tensors under their names here. */
  final Map<String, Tensor> translate() {
    addAll();
    if (!unused.isEmpty()) {
      throw refuse("it also has " + unused.iterator().next() + ", so it is of another network");
    }
    return translated;
  }

  /** Adds each tensor, by {@link #convolution}, {@link #take} and {@link #put}. */
  abstract void addAll();

  /** How the project turns pixels into numbers. */
  abstract ImageSpec input();

  /**
   * Whether the project's model centres, clamps and takes signs of its weights when it is run,
   * where those of this library are stored centred and clamped; its sign of 0 is 0.
   */
  boolean binarizesByItself() {
    return true;
  }

  /** What a user should know. */
  abstract List<String> remarks();

  /** The tensor with a name there, all of whose numbers a network can have. */
  final Tensor take(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw refuse("it has no " + name + ", so it is of another network");
    }
    SoundValues.fault(name, tensor.shape(), tensor.values())
        .ifPresent(
            fault -> {
              throw refuse(fault);
            });
    unused.remove(name);
    return tensor;
  }

  /** Whether there is a tensor with a name there. */
  final boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** Adds a tensor under its name here. */
  final void put(String name, Tensor tensor) {
    translated.put(name, tensor);
  }

  /** Adds the weights and biases of a convolution; weights get their input channels last. */
  final void convolution(String there, String here) {
    put(here + ".weight", channelsLast(there + ".weight"));
    put(here + ".bias", take(there + ".bias"));
  }

  /** From {@code [out, in, kernel, kernel]} to {@code [out, kernel, kernel, in]}. */
  final Tensor channelsLast(String name) {
    return channelsLast(name, take(name));
  }

  /** The same of a tensor that was taken. */
  final Tensor channelsLast(String name, Tensor tensor) {
    long[] shape = tensor.shape();
    if (shape.length != 4) {
      throw refuse(name + " has the shape " + Arrays.toString(shape) + ", not that of a filter");
    }
    int in = (int) shape[1];
    int taps = (int) (shape[2] * shape[3]);
    float[] from = tensor.values();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      int filter = i / (taps * in);
      int tap = i / in % taps;
      to[i] = from[(filter * in + i % in) * taps + tap];
    }
    return new Tensor(new long[] {shape[0], shape[2], shape[3], shape[1]}, to);
  }

  final BnnFormatException refuse(String reason) {
    return new BnnFormatException(source, 0, reason);
  }
}
