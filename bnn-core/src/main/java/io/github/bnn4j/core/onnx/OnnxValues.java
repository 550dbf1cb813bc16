// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.onnx;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of an ONNX graph, {@code [N, C, H, W]}, by name: each method makes one of others. */
final class OnnxValues {

  private final OnnxGraph graph = new OnnxGraph();
  private int values;
  private int constants;

  OnnxGraph graph() {
    return graph;
  }

  String convolution(String value, OnnxConvolution convolution) {
    String weights = constant("weight", convolution.weightShape(), convolution.weights());
    String bias = constant("bias", List.of(convolution.bias().length), convolution.bias());
    return add("Conv", convolution.attributes(), value, weights, bias);
  }

  String scale(String value, float[] scale, float[] shift) {
    String scaled = add("Mul", Map.of(), value, perChannel("scale", scale));
    return add("Add", Map.of(), scaled, perChannel("shift", shift));
  }

  String rectify(String value) {
    return add("Relu", Map.of(), value);
  }

  String maximum(String value, Window window) {
    return add("MaxPool", attributes(window), value);
  }

  /** Padding counts as zeros. */
  String average(String value, Window window) {
    Map<String, Object> attributes = new LinkedHashMap<>(attributes(window));
    attributes.put("count_include_pad", 1);
    return add("AveragePool", attributes, value);
  }

  /** Channel {@code i * (C / groups) + j} becomes channel {@code j * groups + i}. */
  String shuffle(String value, int groups, ValueShape shape) {
    int perGroup = shape.channels() / groups;
    long pixels = (long) shape.height() * shape.width();
    String split = add("Reshape", Map.of(), value, shape("split", 0, groups, perGroup, pixels));
    String turned = add("Transpose", Map.of("perm", List.of(0, 2, 1, 3)), split);
    return add(
        "Reshape",
        Map.of(),
        turned,
        shape("shape", 0, shape.channels(), shape.height(), shape.width()));
  }

  /** +1 where {@code (x >= threshold) != flip}, else -1. */
  String sign(String value, float[] threshold, BitTensor flip) {
    String limit = perChannel("threshold", threshold);
    return signs(add("GreaterOrEqual", Map.of(), value, limit), flip);
  }

  /** Counts and sums the taps that reach the cut, by convolutions with ones, and compares. */
  String averageSign(String value, AvgPoolThreshold threshold) {
    int channels = threshold.cut().length;
    int rows = threshold.window().taps() + 1;
    String cut = perChannel("cut", floats(threshold.cut()));
    String reaches = add("GreaterOrEqual", Map.of(), value, cut);
    int toFloat = OnnxGraph.Type.FLOAT.number();
    String mask = add("Cast", Map.of("to", toFloat), reaches);
    String sum = windowSum(add("Mul", Map.of(), value, mask), threshold.window(), channels);
    String count = windowSum(mask, threshold.window(), channels);

    long[] firstRow = new long[channels];
    Arrays.setAll(firstRow, c -> (long) c * rows);
    String first = name("first");
    graph.constant(first, List.of(1, channels, 1, 1), firstRow);
    String wholeCount = add("Cast", Map.of("to", OnnxGraph.Type.INT64.number()), count);
    String row = add("Add", Map.of(), wholeCount, first);
    int[] flat = Arrays.stream(threshold.limit()).flatMapToInt(Arrays::stream).toArray();
    String limits = constant("limit", List.of(flat.length), floats(flat));
    String limit = add("Gather", Map.of("axis", 0), limits, row);
    return signs(add("GreaterOrEqual", Map.of(), sum, limit), threshold.flip());
  }

  private String windowSum(String summands, Window window, int channels) {
    float[] ones = new float[channels * window.taps()];
    Arrays.fill(ones, 1);
    String weights =
        constant(
            "ones", List.of(channels, 1, window.rows().kernel(), window.columns().kernel()), ones);
    Map<String, Object> attributes = new LinkedHashMap<>(attributes(window));
    attributes.put("group", channels);
    return add("Conv", attributes, summands, weights);
  }

  private String signs(String condition, BitTensor flip) {
    float[] whereTrue = flip.toSigns();
    float[] whereFalse = whereTrue.clone();
    for (int c = 0; c < whereFalse.length; c++) {
      whereFalse[c] = -whereTrue[c];
    }
    return add(
        "Where", Map.of(), condition, perChannel("high", whereTrue), perChannel("low", whereFalse));
  }

  /** From [N, C, H, W] to [N, H, W, C], the order of logits. */
  String channelsLast(String value) {
    return add("Transpose", Map.of("perm", List.of(0, 2, 3, 1)), value);
  }

  String sum(List<String> inputs) {
    String sum = inputs.get(0);
    for (String more : inputs.subList(1, inputs.size())) {
      sum = add("Add", Map.of(), sum, more);
    }
    return sum;
  }

  /** The channels of values behind each other. */
  String concatenation(List<String> inputs) {
    return add("Concat", Map.of("axis", 1), inputs.toArray(String[]::new));
  }

  /** {@code [N, C, 1, 1]} as {@code [N, C]}, under a given name. */
  void flatten(String value, String name) {
    graph.node("", "Flatten", List.of(value), name, Map.of("axis", 1));
  }

  static float[] floats(int[] integers) {
    float[] floats = new float[integers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = integers[i];
    }
    return floats;
  }

  static Map<String, Object> attributes(Window window) {
    Window.Axis rows = window.rows();
    Window.Axis columns = window.columns();
    return Map.of(
        "kernel_shape", List.of(rows.kernel(), columns.kernel()),
        "strides", List.of(rows.stride(), columns.stride()),
        "pads", List.of(rows.before(), columns.before(), rows.after(), columns.after()));
  }

  /** Adds one number a channel as a constant of a kind of name. */
  String perChannel(String name, float[] numbers) {
    return constant(name, List.of(1, numbers.length, 1, 1), numbers);
  }

  private String shape(String name, long... sizes) {
    String full = name(name);
    graph.constant(full, List.of(sizes.length), sizes);
    return full;
  }

  private String constant(String name, List<Integer> shape, float[] numbers) {
    String full = name(name);
    graph.constant(full, shape, numbers);
    return full;
  }

  private String name(String kind) {
    return kind + constants++;
  }

  /** Adds an operator and returns the name of what it makes. */
  String add(String operator, Map<String, Object> attributes, String... inputs) {
    String made = "value" + values++;
    graph.node("", operator, List.of(inputs), made, attributes);
    return made;
  }
}
