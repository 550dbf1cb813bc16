// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.onnx;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.ValueShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes packed networks as ONNX models in float32, with standard operators only, so that any
 * runtime takes them.
 *
 * <p>The input {@code image} is {@code [N, C, H, W]}, each pixel p of channel c as {@code (p -
 * mean[c]) / std[c]}; the output {@code logits} is {@code [N, labels]}. Mean, deviation and labels
 * are in the model's metadata. Binary weights become +1 and -1, times alpha where it still counts;
 * a threshold becomes a comparison and {@code Where}, +1 where the value equals it, so that the
 * signs are those of the packed network. Sums of signs are exact in float32; only the first
 * convolution rounds in another order. The model has the size and the speed of a float network.
 */
public final class OnnxExport {

  /** The name of the model's input. */
  public static final String INPUT = "image";

  /** The name of the model's output. */
  public static final String OUTPUT = "logits";

  private static final String IMAGES = "N";

  private final OnnxValues values = new OnnxValues();

  private OnnxExport() {}

  /**
   * Writes a model to a file, whole or not at all.
   *
   * @param network the network
   * @param file where to write; its folder must exist
   * @return how many bytes it has
   * @throws UncheckedIOException if the file cannot be written; what was there stays
   * @throws IllegalArgumentException if a filter has more than 2^24 weights, whose sum a float does
   *     not hold
   */
  public static long write(PackedNetwork network, Path file) {
    byte[] model = toBytes(network);
    try {
      AtomicFile.write(file, model);
      return model.length;
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot write the ONNX model " + file, e);
    }
  }

  /**
   * Makes a model.
   *
   * @param network the network
   * @return the bytes of its file
   * @throws IllegalArgumentException if a filter has more than 2^24 weights, whose sum a float does
   *     not hold
   */
  public static byte[] toBytes(PackedNetwork network) {
    return new OnnxExport().export(network);
  }

  private byte[] export(PackedNetwork network) {
    ImageSpec image = network.input();
    OnnxGraph graph = values.graph();
    graph.input(INPUT, List.of(IMAGES, image.channels(), image.height(), image.width()));
    graph.output(OUTPUT, List.of(IMAGES, network.labels().size()));
    graph.metadata("name", network.name());
    graph.metadata("labels", String.join("\n", network.labels()));
    graph.metadata("mean", Arrays.toString(image.mean()));
    graph.metadata("std", Arrays.toString(image.std()));
    List<ValueShape> shapes = network.shapes();
    String output = new OnnxNodes(values, network.graph(), shapes).add(INPUT);
    ValueShape shape = shapes.get(network.graph().output());
    values.flatten(shape.pixels() > 1 ? values.channelsLast(output) : output, OUTPUT);
    return graph.toBytes();
  }
}
