// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.graph.Node;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a packed network of any version. Trusts nothing: whatever is wrong becomes a {@link
 * BnnFormatException}.
 */
public final class PackedReader {

  private final FormatInput in;

  private PackedReader(FormatInput in) {
    this.in = in;
  }

  /**
   * Reads a network from a stream, to its end.
   *
   * @param in the stream
   * @param file the name of the file, for messages
   * @return the network
   * @throws IOException if the stream cannot be read
   * @throws BnnFormatException if it is not a packed network of a known version, or is damaged
   */
  public static PackedProgram read(InputStream in, String file) throws IOException {
    byte[] bytes = in.readNBytes(PackedFormat.MAX_BYTES + 1);
    checkSize(bytes.length, file);
    return parse(bytes, file);
  }

  /**
   * Reads a network from a buffer, from its position to its limit.
   *
   * @param buffer the buffer
   * @param file the name of the file, for messages
   * @return the network
   * @throws BnnFormatException if it is not a packed network of a known version, or is damaged
   */
  public static PackedProgram read(ByteBuffer buffer, String file) {
    checkSize(buffer.remaining(), file);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return parse(bytes, file);
  }

  private static void checkSize(int size, String file) {
    if (size > PackedFormat.MAX_BYTES) {
      throw new BnnFormatException(
          file,
          PackedFormat.MAX_BYTES,
          "The file is larger than the limit of " + PackedFormat.MAX_BYTES + " bytes.");
    }
  }

  private static PackedProgram parse(byte[] bytes, String file) {
    byte[] magic = PackedFormat.magic();
    if (!Arrays.equals(magic, Arrays.copyOf(bytes, magic.length))) {
      throw new BnnFormatException(file, 0, "This is not a packed network of BNN4J.");
    }
    int body = bytes.length - PackedFormat.CHECKSUM_BYTES;
    ByteBuffer rest = ByteBuffer.wrap(bytes, magic.length, Math.max(body - magic.length, 0));
    FormatInput in = new FormatInput(file, rest.order(ByteOrder.LITTLE_ENDIAN));
    int version = in.version();
    if (version < PackedFormat.CHAINS || version > PackedFormat.GRAPHS) {
      throw in.refuse(
          "Version "
              + version
              + " of the format is unknown; this library reads versions "
              + PackedFormat.CHAINS
              + " to "
              + PackedFormat.GRAPHS
              + ".");
    }
    byte[] checksum = Arrays.copyOfRange(bytes, body, bytes.length);
    if (!Arrays.equals(checksum, PackedFormat.checksum(bytes, body))) {
      throw new BnnFormatException(
          file, body, "The SHA-256 at the end does not match: the file is damaged or cut short.");
    }
    try {
      return new PackedReader(in).program();
    } catch (IllegalArgumentException e) {
      throw in.refuse(e.getMessage());
    }
  }

  private PackedProgram program() {
    String name = in.text();
    ImageSpec input = input();
    int labelCount = in.count();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < labelCount; i++) {
      labels.add(in.text());
    }
    int nodes = in.count();
    Graph.Builder<PackedLayer> graph = Graph.builder();
    for (int i = 0; i < nodes; i++) {
      if (in.version() == PackedFormat.CHAINS) {
        graph.add(layer(in.u8()));
      } else {
        graph.add(node());
      }
    }
    if (in.remaining() > 0) {
      throw in.refuse(in.remaining() + " bytes follow the last layer.");
    }
    return new PackedProgram(name, input, labels, graph.build());
  }

  private ImageSpec input() {
    int height = in.count();
    int width = in.count();
    int channels = in.count();
    return new ImageSpec(height, width, channels, in.floats(channels), in.floats(channels));
  }

  private Node<PackedLayer> node() {
    String name = in.text();
    int inputCount = in.count();
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < inputCount; i++) {
      inputs.add(in.count());
    }
    int tag = in.u8();
    Optional<Join> how = PackedFormat.joinOf(tag);
    if (how.isPresent()) {
      return new Node.Join<>(name, how.get(), inputs);
    }
    if (inputCount != 1) {
      throw in.refuse("The layer " + name + " reads one value, not " + inputCount + ".");
    }
    return new Node.Unary<>(name, layer(tag), inputs.get(0));
  }

  private PackedLayer layer(int tag) {
    return PackedLayer.Kind.ofTag(tag)
        .filter(kind -> PackedFormat.has(in.version(), kind))
        .orElseThrow(() -> in.refuse("There is no kind of layer with the tag " + tag + "."))
        .read(in);
  }
}
