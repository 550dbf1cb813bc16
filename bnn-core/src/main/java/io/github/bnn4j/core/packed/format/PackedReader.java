// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.packed.layer.Affine;
import io.github.bnn4j.core.packed.layer.AvgPool;
import io.github.bnn4j.core.packed.layer.AvgPoolThreshold;
import io.github.bnn4j.core.packed.layer.BinConv2d;
import io.github.bnn4j.core.packed.layer.ChannelShuffle;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.FloatThreshold;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.IntThreshold;
import io.github.bnn4j.core.packed.layer.MaxPool;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;
import io.github.bnn4j.core.packed.layer.Relu;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a packed network. Trusts nothing: every length is compared with the bytes that are left
 * before anything of that length is made, and whatever is wrong becomes a {@link
 * BnnFormatException}.
 */
public final class PackedReader {

  private final String file;
  private final ByteBuffer in;

  private PackedReader(String file, ByteBuffer in) {
    this.file = file;
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
    ByteBuffer rest = ByteBuffer.wrap(bytes, 0, Math.max(body, magic.length));
    rest.order(ByteOrder.LITTLE_ENDIAN).position(magic.length);
    PackedReader reader = new PackedReader(file, rest);
    int version = reader.u16();
    if (version != PackedFormat.VERSION) {
      throw reader.refuse(
          "Version " + version + " of the format is unknown; this library reads version 1.");
    }
    byte[] checksum = Arrays.copyOfRange(bytes, body, bytes.length);
    if (!Arrays.equals(checksum, PackedFormat.checksum(bytes, body))) {
      throw new BnnFormatException(
          file, body, "The SHA-256 at the end does not match: the file is damaged or cut short.");
    }
    return reader.program();
  }

  private PackedProgram program() {
    try {
      String name = text();
      ImageSpec input = input();
      int labelCount = u16();
      List<String> labels = new ArrayList<>();
      for (int i = 0; i < labelCount; i++) {
        labels.add(text());
      }
      Graph.Builder<PackedLayer> graph = Graph.builder();
      int layerCount = u16();
      for (int i = 0; i < layerCount; i++) {
        graph.add(layer());
      }
      if (in.hasRemaining()) {
        throw refuse(in.remaining() + " bytes follow the last layer.");
      }
      return new PackedProgram(name, input, labels, graph.build());
    } catch (IllegalArgumentException e) {
      throw refuse(e.getMessage());
    }
  }

  private ImageSpec input() {
    int height = u16();
    int width = u16();
    int channels = u16();
    return new ImageSpec(height, width, channels, floats(channels), floats(channels));
  }

  private PackedLayer layer() {
    int tag = u8();
    switch (tag) {
      case PackedFormat.FLOAT_CONV:
        ConvGeometry geometry = geometry();
        return new FloatConv2d(
            geometry, floats(geometry.weights()), floats(geometry.outChannels()));
      case PackedFormat.AFFINE:
        int channels = u16();
        return new Affine(floats(channels), floats(channels));
      case PackedFormat.RELU:
        return new Relu();
      case PackedFormat.MAX_POOL:
        return new MaxPool(window());
      case PackedFormat.AVG_POOL:
        return new AvgPool(window());
      case PackedFormat.CHANNEL_SHUFFLE:
        return new ChannelShuffle(u16());
      case PackedFormat.FLOAT_THRESHOLD:
        int floats = u16();
        return new FloatThreshold(floats(floats), bits(floats));
      case PackedFormat.BIN_CONV:
        ConvGeometry binary = geometry();
        return new BinConv2d(binary, bits(binary.weightShape()));
      case PackedFormat.INT_THRESHOLD:
        int integers = u16();
        return new IntThreshold(integers(integers), bits(integers));
      case PackedFormat.AVG_POOL_THRESHOLD:
        return avgPoolThreshold();
      default:
        throw refuse("There is no kind of layer with the tag " + tag + ".");
    }
  }

  private AvgPoolThreshold avgPoolThreshold() {
    Window window = window();
    int channels = u16();
    int[] cut = integers(channels);
    int perChannel = window.taps() + 1;
    int[] flat = integers(Math.multiplyExact(channels, perChannel));
    int[][] limit = new int[channels][];
    for (int c = 0; c < channels; c++) {
      limit[c] = Arrays.copyOfRange(flat, c * perChannel, (c + 1) * perChannel);
    }
    return new AvgPoolThreshold(window, cut, limit, bits(channels));
  }

  private ConvGeometry geometry() {
    int inChannels = u16();
    int outChannels = u16();
    Window window = window();
    return new ConvGeometry(
        inChannels, outChannels, window.kernel(), window.stride(), window.padding(), u16());
  }

  private Window window() {
    return new Window(u8(), u8(), u8());
  }

  private String text() {
    int length = u16();
    need(length);
    ByteBuffer utf8 = in.slice().limit(length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw refuse("A text before this byte is not valid UTF-8.");
    }
  }

  private BitTensor bits(int... shape) {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    need((size + 7) / 8);
    long[] words = new long[BitTensor.wordCount((int) size)];
    for (int i = 0; i < size; i += 8) {
      words[i >>> 6] |= (long) u8() << i;
    }
    return BitTensor.ofWords(words, shape);
  }

  private int[] integers(int count) {
    int bytes = u8();
    if (bytes != Short.BYTES && bytes != Integer.BYTES) {
      throw refuse("Integers take 2 or 4 bytes, not " + bytes + ".");
    }
    need((long) count * bytes);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes == Short.BYTES ? in.getShort() : in.getInt();
    }
    return values;
  }

  private float[] floats(int count) {
    need((long) count * Float.BYTES);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.getFloat();
    }
    return values;
  }

  private int u8() {
    need(1);
    return in.get() & 0xff;
  }

  private int u16() {
    need(2);
    return in.getShort() & 0xffff;
  }

  private void need(long bytes) {
    if (bytes > in.remaining()) {
      throw refuse(
          "The file ends too early: " + bytes + " bytes are needed, " + in.remaining() + " left.");
    }
  }

  private BnnFormatException refuse(String reason) {
    return new BnnFormatException(file, in.position(), reason);
  }
}
