// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.onnx;

import io.github.bnn4j.core.proto.ProtoMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model with one input and one output, both float, written node by node (operator set 15).
 * Not thread-safe.
 */
public final class OnnxGraph {

  /** The domain of the operators that only ONNX Runtime has. */
  public static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 8;
  private static final int OPSET = 15;

  /** The types of tensors. */
  public enum Type {
    /** float32. */
    FLOAT(1),
    /** Unsigned 8 bits. */
    UINT8(2),
    /** Signed 8 bits. */
    INT8(3),
    /** Signed 32 bits. */
    INT32(6),
    /** Signed 64 bits. */
    INT64(7);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** {@return the number that stands for this type in an ONNX file} */
    public int number() {
      return number;
    }
  }

  private final ProtoMessage graph = new ProtoMessage().text(2, "network");
  private final ProtoMessage metadata = new ProtoMessage();

  /** Makes a graph without nodes. */
  public OnnxGraph() {}

  /**
   * Adds an operator with one output.
   *
   * @param domain the domain of the operator, empty for those of ONNX
   * @param operator the name of the operator
   * @param inputs the names of the values it takes
   * @param output the name of the value it makes
   * @param attributes its attributes by name, each an {@code Integer} or a list of them
   */
  public void node(
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

  /**
   * Adds a constant of floats.
   *
   * @param name the name of the value
   * @param shape its sizes
   * @param values its numbers, last index fastest
   */
  public void constant(String name, List<Integer> shape, float... values) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    constant(name, Type.FLOAT, shape, bytes.array());
  }

  /**
   * Adds a constant of 32-bit integers.
   *
   * @param name the name of the value
   * @param shape its sizes
   * @param values its numbers, last index fastest
   */
  public void constant(String name, List<Integer> shape, int... values) {
    ByteBuffer bytes = littleEndian(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    constant(name, Type.INT32, shape, bytes.array());
  }

  /**
   * Adds a constant of 64-bit integers.
   *
   * @param name the name of the value
   * @param shape its sizes
   * @param values its numbers, last index fastest
   */
  public void constant(String name, List<Integer> shape, long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    constant(name, Type.INT64, shape, bytes.array());
  }

  /**
   * Adds a constant.
   *
   * @param name the name of the value
   * @param type the type of its numbers
   * @param shape its sizes
   * @param littleEndian the bytes of its numbers
   */
  public void constant(String name, Type type, List<Integer> shape, byte[] littleEndian) {
    ProtoMessage tensor = new ProtoMessage();
    shape.forEach(size -> tensor.integer(1, size));
    graph.message(5, tensor.integer(2, type.number).text(8, name).bytes(9, littleEndian));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Names the input.
   *
   * @param name its name
   * @param shape its sizes, numbers or names of sizes that are left open
   */
  public void input(String name, List<?> shape) {
    graph.message(11, floats(name, shape));
  }

  /**
   * Names the output.
   *
   * @param name its name
   * @param shape its sizes, numbers or names of sizes that are left open
   */
  public void output(String name, List<?> shape) {
    graph.message(12, floats(name, shape));
  }

  private static ProtoMessage floats(String name, List<?> shape) {
    ProtoMessage sizes = new ProtoMessage();
    for (Object size : shape) {
      ProtoMessage dimension = new ProtoMessage();
      sizes.message(
          1,
          size instanceof Integer number
              ? dimension.integer(1, number)
              : dimension.text(2, size.toString()));
    }
    ProtoMessage tensor = new ProtoMessage().integer(1, Type.FLOAT.number).message(2, sizes);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /**
   * Adds a text about the model.
   *
   * @param key what it is about
   * @param value the text
   */
  public void metadata(String key, String value) {
    metadata.message(14, new ProtoMessage().text(1, key).text(2, value));
  }

  /**
   * Finishes the model.
   *
   * @return the bytes of its file
   */
  public byte[] toBytes() {
    return new ProtoMessage()
        .integer(1, IR_VERSION)
        .text(2, "BNN4J")
        .message(7, graph)
        .message(8, new ProtoMessage().text(1, "").integer(2, OPSET))
        .message(8, new ProtoMessage().text(1, MICROSOFT).integer(2, 1))
        .append(metadata)
        .toBytes();
  }
}
