// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.onnx.OnnxConvolution;
import io.github.bnn4j.core.onnx.OnnxExport;
import io.github.bnn4j.core.onnx.OnnxGraph;
import io.github.bnn4j.core.onnx.OnnxGraph.Type;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A float network as an ONNX model in 8 bits, with the operators that ONNX Runtime's own quantizer
 * writes: weights signed with a scale for each convolution, activations unsigned. Behind a ReLU
 * zero stands for zero, so that saturation is the ReLU and costs nothing. All activations have one
 * made-up scale: it changes what comes out, but not how long it takes. For a single use.
 */
final class OnnxInt8 {

  private static final List<Integer> SCALAR = List.of();

  /** How the 8 bits of a value are numbers: {@code scale * (bits - zero)}. */
  private enum Quantization {
    INPUT(0.02f, 128),
    RECTIFIED(0.05f, 0),
    SIGNED(0.05f, 128);

    private final float scale;
    private final int zero;

    Quantization(float scale, int zero) {
      this.scale = scale;
      this.zero = zero;
    }

    List<String> names() {
      return List.of(name() + ".scale", name() + ".zero");
    }
  }

  private record Value(String name, Quantization quantization) {

    List<String> names() {
      List<String> of = quantization.names();
      return List.of(name, of.get(0), of.get(1));
    }
  }

  private final OnnxGraph onnx = new OnnxGraph();
  private final Graph<PackedLayer> graph;
  private final PackedNetwork network;
  private final Map<Integer, Value> values = new HashMap<>();
  private final Set<Quantization> used = EnumSet.noneOf(Quantization.class);
  private int made;

  OnnxInt8(PackedNetwork network) {
    this.network = network;
    this.graph = network.graph();
  }

  /**
   * Writes the model.
   *
   * @throws IllegalArgumentException if a layer is binary or a shuffle, values are concatenated, a
   *     normalisation does not follow a convolution, or a rectifier neither that nor a sum
   */
  byte[] export() {
    ImageSpec image = network.input();
    onnx.input(OnnxExport.INPUT, List.of(1, image.channels(), image.height(), image.width()));
    onnx.output(OnnxExport.OUTPUT, List.of(1, network.labels().size(), 1, 1));
    onnx.constant("weight.zero", Type.INT8, SCALAR, new byte[1]);
    Value input = new Value(OnnxExport.INPUT, Quantization.INPUT);
    values.put(0, add("", "QuantizeLinear", input.names(), input.quantization, Map.of()));
    for (int value = 1; value <= graph.output(); value++) {
      if (!values.containsKey(value)) {
        add(value);
      }
    }
    List<String> output = values.get(graph.output()).names();
    onnx.node("", "DequantizeLinear", output, OnnxExport.OUTPUT, Map.of());
    for (Quantization each : used) {
      onnx.constant(each.names().get(0), SCALAR, each.scale);
      onnx.constant(each.names().get(1), Type.UINT8, SCALAR, new byte[] {(byte) each.zero});
    }
    return onnx.toBytes();
  }

  private void add(int value) {
    Node<PackedLayer> node = graph.node(value);
    List<Value> inputs = node.inputs().stream().map(values::get).toList();
    if (node instanceof Node.Join<PackedLayer> join) {
      require(join.how() == Join.ADD && inputs.size() == 2, join.how().toString());
      sum(value, inputs.get(0), inputs.get(1));
      return;
    }
    PackedLayer layer = ((Node.Unary<PackedLayer>) node).layer();
    if (layer instanceof FloatConv2d conv) {
      convolution(value, inputs.get(0), conv);
    } else if (layer instanceof MaxPool pool) {
      List<String> names = List.of(inputs.get(0).name);
      Quantization same = inputs.get(0).quantization;
      values.put(value, add("", "MaxPool", names, same, attributes(pool.window())));
    } else {
      require(layer instanceof AvgPool, layer.getClass().getSimpleName());
      averagePool(value, inputs.get(0), ((AvgPool) layer).window());
    }
  }

  private static void require(boolean known, String what) {
    if (!known) {
      throw new IllegalArgumentException("There is no export of " + what + " here.");
    }
  }

  private void convolution(int value, Value input, FloatConv2d conv) {
    OnnxConvolution convolution = OnnxConvolution.of(conv);
    int last = value;
    Optional<Affine> affine = graph.soleReader(value, Affine.class);
    if (affine.isPresent()) {
      convolution = convolution.then(affine.get());
      last = graph.soleReader(value).getAsInt();
      values.put(value, input); // nobody reads it
    }
    Quantization output = rectified(last);
    String name = "conv" + value;
    float weightScale = largest(convolution.weights()) / Byte.MAX_VALUE;
    byte[] weights = new byte[convolution.weights().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) Math.round(convolution.weights()[i] / weightScale);
    }
    int[] bias = new int[convolution.bias().length];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = Math.round(convolution.bias()[c] / (input.quantization.scale * weightScale));
    }
    onnx.constant(name + ".weight", Type.INT8, convolution.weightShape(), weights);
    onnx.constant(name + ".scale", SCALAR, weightScale);
    onnx.constant(name + ".bias", List.of(bias.length), bias);
    List<String> inputs =
        concatenation(
            List.of(
                input.names(),
                List.of(name + ".weight", name + ".scale", "weight.zero"),
                output.names(),
                List.of(name + ".bias")));
    put(last, output, add("", "QLinearConv", inputs, output, convolution.attributes()));
  }

  private static float largest(float[] weights) {
    float largest = Float.MIN_NORMAL;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    return largest;
  }

  private void sum(int value, Value first, Value second) {
    Quantization output = rectified(value);
    List<String> inputs = concatenation(List.of(first.names(), second.names(), output.names()));
    put(value, output, add(OnnxGraph.MICROSOFT, "QLinearAdd", inputs, output, Map.of()));
  }

  private void averagePool(int value, Value input, Window window) {
    Quantization output = input.quantization;
    List<String> inputs = concatenation(List.of(input.names(), output.names()));
    ValueShape shape = network.shapes().get(graph.node(value).inputs().get(0));
    if (window.equals(Window.all(shape.features()))) {
      values.put(
          value, add(OnnxGraph.MICROSOFT, "QLinearGlobalAveragePool", inputs, output, Map.of()));
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>(attributes(window));
    attributes.put("count_include_pad", 1);
    values.put(value, add(OnnxGraph.MICROSOFT, "QLinearAveragePool", inputs, output, attributes));
  }

  /** Whether a ReLU alone reads a value, which saturation then is. */
  private Quantization rectified(int value) {
    return graph.soleReader(value, Relu.class).isPresent()
        ? Quantization.RECTIFIED
        : Quantization.SIGNED;
  }

  /** Says where a value is, and so what the ReLU behind it makes. */
  private void put(int value, Quantization quantization, Value where) {
    values.put(value, where);
    if (quantization == Quantization.RECTIFIED) {
      values.put(graph.soleReader(value).getAsInt(), where);
    }
  }

  private Value add(
      String domain,
      String operator,
      List<String> inputs,
      Quantization output,
      Map<String, Object> attributes) {
    used.add(output);
    Value value = new Value("value" + made++, output);
    onnx.node(domain, operator, inputs, value.name, attributes);
    return value;
  }

  private static List<String> concatenation(List<List<String>> names) {
    return names.stream().flatMap(List::stream).toList();
  }

  private static Map<String, Object> attributes(Window window) {
    Window.Axis rows = window.rows();
    Window.Axis columns = window.columns();
    return Map.of(
        "kernel_shape", List.of(rows.kernel(), columns.kernel()),
        "strides", List.of(rows.stride(), columns.stride()),
        "pads", List.of(rows.before(), columns.before(), rows.after(), columns.after()));
  }
}
