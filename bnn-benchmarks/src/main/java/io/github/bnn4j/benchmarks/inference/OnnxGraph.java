// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** An ONNX model with one input and one output, written node by node. */
final class OnnxGraph {

  /** Operators that only ONNX Runtime has. */
  static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 8;
  private static final int OPSET = 15;

  /** The types of tensors, by their numbers in the format. */
  enum Type {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    INT32(6);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private final ProtoMessage graph = new ProtoMessage().text(2, "network");

  /** Adds an operator; the numbers of an attribute are a list, or a single one. */
  void node(
      String domain,
      String operator,
      List<String> inputs,
      String output,
      Map<String, Object> attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(4, operator);
    attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
    graph.message(1, node.text(7, domain));
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().text(1, name);
    if (value instanceof Integer number) {
      return attribute.integer(3, number).integer(20, 2);
    }
    for (Object number : (List<?>) value) {
      attribute.integer(8, (Integer) number);
    }
    return attribute.integer(20, 7);
  }

  /** Adds a constant of floats. */
  void constant(String name, List<Integer> shape, float... values) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    constant(name, Type.FLOAT, shape, bytes.array());
  }

  /** Adds a constant of 32-bit integers. */
  void constant(String name, List<Integer> shape, int... values) {
    ByteBuffer bytes = littleEndian(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    constant(name, Type.INT32, shape, bytes.array());
  }

  /** Adds a constant. */
  void constant(String name, Type type, List<Integer> shape, byte[] littleEndian) {
    ProtoMessage tensor = new ProtoMessage();
    shape.forEach(size -> tensor.integer(1, size));
    graph.message(5, tensor.integer(2, type.number).text(8, name).bytes(9, littleEndian));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Names the input, float. */
  void input(String name, List<Integer> shape) {
    graph.message(11, floats(name, shape));
  }

  /** Names the output, float. */
  void output(String name, List<Integer> shape) {
    graph.message(12, floats(name, shape));
  }

  private static ProtoMessage floats(String name, List<Integer> shape) {
    ProtoMessage sizes = new ProtoMessage();
    shape.forEach(size -> sizes.message(1, new ProtoMessage().integer(1, size)));
    ProtoMessage tensor = new ProtoMessage().integer(1, Type.FLOAT.number).message(2, sizes);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /** The whole model. */
  byte[] toBytes() {
    return new ProtoMessage()
        .integer(1, IR_VERSION)
        .message(7, graph)
        .message(8, new ProtoMessage().text(1, "").integer(2, OPSET))
        .message(8, new ProtoMessage().text(1, MICROSOFT).integer(2, 1))
        .toBytes();
  }
}
