// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;

/** Writes a packed network in the first version of the format that has room for it. */
public final class PackedWriter {

  private final FormatOutput out = new FormatOutput();

  private PackedWriter() {}

  /**
   * Returns the file of a network.
   *
   * @param program the network
   * @return the bytes of its file; equal networks have equal bytes
   */
  public static byte[] write(PackedProgram program) {
    PackedWriter writer = new PackedWriter();
    writer.program(program);
    byte[] body = writer.out.toBytes();
    writer.out.bytes(PackedFormat.checksum(body, body.length));
    return writer.out.toBytes();
  }

  private void program(PackedProgram program) {
    int version = PackedFormat.version(program.graph());
    out.bytes(PackedFormat.magic());
    out.count(version);
    out.text(program.name());
    input(program.input());
    out.count(program.labels().size());
    program.labels().forEach(out::text);
    out.count(program.graph().size());
    if (version == PackedFormat.CHAINS) {
      program.graph().layers().forEach(this::layer);
    } else {
      program.graph().nodes().forEach(this::node);
    }
  }

  private void input(ImageSpec input) {
    out.count(input.height());
    out.count(input.width());
    out.count(input.channels());
    out.floats(input.mean());
    out.floats(input.std());
  }

  private void node(Node<PackedLayer> node) {
    out.text(node.name());
    out.count(node.inputs().size());
    node.inputs().forEach(out::count);
    if (node instanceof Node.Join<PackedLayer> join) {
      out.u8(PackedFormat.tag(join.how()));
    } else {
      layer(((Node.Unary<PackedLayer>) node).layer());
    }
  }

  private void layer(PackedLayer layer) {
    out.u8(layer.kind().tag());
    layer.writeFields(out);
  }
}
