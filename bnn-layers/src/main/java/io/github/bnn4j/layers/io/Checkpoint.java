// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.layers.Floats;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.SoundValues;
import io.github.bnn4j.layers.train.Trainer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's parameters in a safetensors file, and with them, if it is under way, its training.
 *
 * <p>Parameters are stored under their full names, weights in the order {@code [outChannels,
 * kernel, kernel, inChannels / groups]}; the optimizer's arrays under {@code optimizer/} and the
 * name. The metadata {@code layers} describes the network and {@code epochs_done} counts the
 * epochs. The page docs/checkpoints.md has it all.
 */
public final class Checkpoint {

  private static final String OPTIMIZER = "optimizer/";
  private static final String LAYERS = "layers";
  private static final String EPOCHS_DONE = "epochs_done";

  private Checkpoint() {}

  /**
   * Writes a network's parameters.
   *
   * @param file where to write, whole or not at all
   * @param network the network
   * @param metadata text to store with it
   * @param precision how weights are stored; biases, normalisations and statistics stay float32
   * @throws UncheckedIOException if the file cannot be written; what was there stays
   */
  public static void save(
      Path file, Network network, Map<String, String> metadata, SafeTensors.Precision precision) {
    write(file, parameters(network), described(network, metadata), precision);
  }

  /**
   * Writes a training: parameters, optimizer and epochs done.
   *
   * @param file where to write, whole or not at all
   * @param network the network that is trained
   * @param trainer its trainer, between two epochs
   * @param metadata text to store with it
   * @throws UncheckedIOException if the file cannot be written; what was there stays
   */
  public static void save(
      Path file, Network network, Trainer trainer, Map<String, String> metadata) {
    Map<String, StoredTensor> tensors = parameters(network);
    trainer
        .state()
        .forEach((name, array) -> tensors.put(OPTIMIZER + name, new StoredTensor.OfArray(array)));
    Map<String, String> texts = described(network, metadata);
    texts.put(EPOCHS_DONE, Integer.toString(trainer.epochsDone()));
    write(file, tensors, texts, SafeTensors.Precision.F32);
  }

  private static Map<String, String> described(Network network, Map<String, String> metadata) {
    Map<String, String> texts = new LinkedHashMap<>(metadata);
    texts.put(LAYERS, network.description());
    return texts;
  }

  private static Map<String, StoredTensor> parameters(Network network) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    network
        .parameters()
        .forEach((name, p) -> tensors.put(name, new StoredTensor.OfArray(p.value())));
    return tensors;
  }

  private static void write(
      Path file,
      Map<String, StoredTensor> tensors,
      Map<String, String> texts,
      SafeTensors.Precision precision) {
    new SafeTensors(new StoredTensors("", tensors), texts).write(file, precision);
  }

  /**
   * Reads parameters into a network.
   *
   * @param file a checkpoint of a network with the same parameters
   * @param network receives them; unchanged if anything is wrong
   * @return the metadata
   * @throws BnnFormatException if the file is broken or of another network, or has numbers that are
   *     not finite or variances below 0
   */
  public static Map<String, String> load(Path file, Network network) {
    return load(file.toString(), SafeTensors.read(file), network);
  }

  /**
   * Copies parameters that have been read already into a network.
   *
   * @param source what messages call the file they come from
   * @param content a checkpoint of a network with the same parameters
   * @param network receives them; unchanged if anything is wrong
   * @return the metadata
   * @throws BnnFormatException if the checkpoint is of another network, or has numbers that are not
   *     finite or variances below 0
   */
  public static Map<String, String> load(String source, SafeTensors content, Network network) {
    Map<String, INDArray> targets = parameterValues(network);
    check(source, content, name -> !name.startsWith(OPTIMIZER), targets);
    checkLayers(source, content, network);
    copy(soundValues(source, content, targets), targets);
    return content.metadata();
  }

  private static Map<String, INDArray> parameterValues(Network network) {
    Map<String, INDArray> values = new LinkedHashMap<>();
    network.parameters().forEach((name, parameter) -> values.put(name, parameter.value()));
    return values;
  }

  /**
   * Goes on with a training.
   *
   * @param file a checkpoint of a training of the same network and optimizer
   * @param network receives the parameters; unchanged if anything is wrong
   * @param trainer its trainer; receives the optimizer's arrays and the epochs done
   * @return the metadata
   * @throws BnnFormatException if the file is broken or of another training, or has numbers that
   *     are not finite or variances below 0
   * @throws IllegalArgumentException if the file's training has more epochs done than this one has
   */
  public static Map<String, String> resume(Path file, Network network, Trainer trainer) {
    SafeTensors content = SafeTensors.read(file);
    Map<String, INDArray> targets = parameterValues(network);
    trainer.state().forEach((name, array) -> targets.put(OPTIMIZER + name, array));
    int epochs = epochsDone(file, content);
    check(file.toString(), content, name -> true, targets);
    checkLayers(file.toString(), content, network);
    Map<String, float[]> values = soundValues(file.toString(), content, targets);
    trainer.resumeAfter(epochs);
    copy(values, targets);
    return content.metadata();
  }

  private static int epochsDone(Path file, SafeTensors content) {
    String text = content.metadata().getOrDefault(EPOCHS_DONE, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BnnFormatException(
          file.toString(), 8, "it holds no training: epochs_done is '" + text + "'");
    }
  }

  /** The numbers for each target, all of them such as a network can have. */
  private static Map<String, float[]> soundValues(
      String file, SafeTensors content, Map<String, INDArray> targets) {
    Map<String, float[]> sound = new LinkedHashMap<>();
    for (String name : targets.keySet()) {
      Tensor tensor = content.tensors().get(name);
      SoundValues.fault(name, tensor.shape(), tensor.values())
          .ifPresent(
              fault -> {
                throw new BnnFormatException(file, 8, fault);
              });
      sound.put(name, tensor.values());
    }
    return sound;
  }

  private static void copy(Map<String, float[]> values, Map<String, INDArray> targets) {
    targets.forEach((name, target) -> Floats.copy(values.get(name), target));
  }

  /**
   * Checks that all targets are there, in their shapes, and no other weights of those that count.
   * What is no weight, such as PyTorch's counters of batches, may lie beside them.
   */
  private static void check(
      String file, SafeTensors content, Predicate<String> counts, Map<String, INDArray> targets) {
    for (String name : content.tensors().weights()) {
      if (counts.test(name) && !targets.containsKey(name)) {
        throw new BnnFormatException(
            file, 8, "it also has " + name + ", so it is of another network or optimizer");
      }
    }
    targets.forEach((name, target) -> check(file, content, name, target));
  }

  /** Equal parameters can belong to other layers; files of other libraries do not tell. */
  private static void checkLayers(String file, SafeTensors content, Network network) {
    List<String> expected = network.description().lines().toList();
    List<String> found =
        content.metadata().getOrDefault(LAYERS, network.description()).lines().toList();
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      String theirs = i < found.size() ? found.get(i) : "nothing";
      String ours = i < expected.size() ? expected.get(i) : "nothing";
      if (!theirs.equals(ours)) {
        throw new BnnFormatException(
            file,
            8,
            String.format(
                Locale.ROOT, "it is of another network, with '%s' instead of '%s'", theirs, ours));
      }
    }
  }

  private static void check(String file, SafeTensors content, String name, INDArray target) {
    StoredTensor found = content.tensors().stored().get(name);
    if (found == null) {
      throw new BnnFormatException(
          file, 8, "it has no " + name + ", so it is of another network or optimizer");
    }
    long[] shape = found.shape();
    if (!Arrays.equals(shape, target.shape())) {
      throw new BnnFormatException(
          file,
          8,
          String.format(
              Locale.ROOT,
              "%s has the shape %s, not %s as this network's",
              name,
              Arrays.toString(shape),
              Arrays.toString(target.shape())));
    }
  }
}
