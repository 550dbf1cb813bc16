// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.onnx;

import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BitConv2d;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Prelu;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.packed.layer.ValueShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Adds the nodes of a packed network to an ONNX graph; a scale behind a convolution is folded in.
 */
final class OnnxNodes {

  private final OnnxValues onnx;
  private final Graph<PackedLayer> graph;
  private final List<ValueShape> shapes;

  /** The names of the values in the ONNX graph. */
  private final Map<Integer, String> names = new HashMap<>();

  OnnxNodes(OnnxValues onnx, Graph<PackedLayer> graph, List<ValueShape> shapes) {
    this.onnx = onnx;
    this.graph = graph;
    this.shapes = shapes;
  }

  /** Adds all nodes and returns the name of the output. */
  String add(String input) {
    names.put(0, input);
    for (int value = 1; value <= graph.output(); value++) {
      if (!names.containsKey(value)) {
        add(value);
      }
    }
    return names.get(graph.output());
  }

  private void add(int value) {
    Node<PackedLayer> node = graph.node(value);
    List<String> inputs =
        node.inputs().stream().map(names::get).collect(Collectors.toUnmodifiableList());
    if (node instanceof Node.Join<PackedLayer> join) {
      names.put(value, join(join.how(), inputs));
    } else {
      PackedLayer layer = ((Node.Unary<PackedLayer>) node).layer();
      names.put(value, layer.accept(new Layer(value, inputs.get(0))));
    }
  }

  private String join(Join how, List<String> inputs) {
    return switch (how) {
      case ADD -> onnx.sum(inputs);
      case CONCAT -> onnx.concatenation(inputs);
    };
  }

  /** Adds a layer and returns the name of what it makes. */
  private final class Layer implements PackedLayer.Visitor<String> {

    private final int value;
    private final String input;

    Layer(int value, String input) {
      this.value = value;
      this.input = input;
    }

    @Override
    public String visit(FloatConv2d conv) {
      return convolution(OnnxConvolution.of(conv));
    }

    @Override
    public String visit(BitConv2d conv) {
      return convolution(OnnxConvolution.of(conv));
    }

    private String convolution(OnnxConvolution convolution) {
      Optional<Affine> affine = graph.soleReader(value, Affine.class);
      if (affine.isEmpty()) {
        return onnx.convolution(input, convolution);
      }
      String scaled = onnx.convolution(input, convolution.then(affine.get()));
      graph.soleReader(value).ifPresent(reader -> names.put(reader, scaled));
      return scaled;
    }

    @Override
    public String visit(Affine affine) {
      return onnx.scale(input, affine.scale(), affine.shift());
    }

    @Override
    public String visit(Relu relu) {
      return onnx.rectify(input);
    }

    @Override
    public String visit(Prelu prelu) {
      String shifted = onnx.add("Sub", Map.of(), input, onnx.perChannel("shift", prelu.shift()));
      String rectified =
          onnx.add("PRelu", Map.of(), shifted, onnx.perChannel("slope", prelu.slope()));
      return onnx.add("Add", Map.of(), rectified, onnx.perChannel("offset", prelu.offset()));
    }

    @Override
    public String visit(MaxPool pool) {
      return onnx.maximum(input, pool.window());
    }

    @Override
    public String visit(AvgPool pool) {
      return onnx.average(input, pool.window());
    }

    @Override
    public String visit(Shuffle shuffle) {
      return onnx.shuffle(input, shuffle.groups(), shapes.get(value));
    }

    @Override
    public String visit(FloatThreshold threshold) {
      return onnx.sign(input, threshold.threshold(), threshold.flip());
    }

    @Override
    public String visit(IntThreshold threshold) {
      return onnx.sign(input, OnnxValues.floats(threshold.threshold()), threshold.flip());
    }

    @Override
    public String visit(AvgPoolThreshold threshold) {
      return onnx.averageSign(input, threshold);
    }
  }
}
