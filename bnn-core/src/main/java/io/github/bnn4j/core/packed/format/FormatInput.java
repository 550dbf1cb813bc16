// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.layer.FieldReader;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a file consists of. Every length is compared with the bytes that are left before
 * anything of that length is made.
 */
final class FormatInput implements FieldReader {

  private final String file;
  private final ByteBuffer in;
  private final int version;

  FormatInput(String file, ByteBuffer in) {
    this.file = file;
    this.in = in;
    this.version = count();
  }

  int version() {
    return version;
  }

  int remaining() {
    return in.remaining();
  }

  String text() {
    int length = count();
    need(length);
    byte[] utf8 = new byte[length];
    in.get(utf8);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw refuse("A text before this byte is not valid UTF-8.");
    }
  }

  int u8() {
    need(1);
    return in.get() & 0xff;
  }

  @Override
  public int count() {
    need(2);
    return in.getShort() & 0xffff;
  }

  @Override
  public Window window() {
    int kernel = u8();
    if (kernel == PackedFormat.LONG_WINDOW && version >= PackedFormat.GRAPHS) {
      return new Window(axis(), axis());
    }
    Window window = new Window(kernel, u8(), u8());
    if (!PackedFormat.isShort(window)) {
      throw refuse("A window of " + window + " does not have the form of this one.");
    }
    return window;
  }

  private Window.Axis axis() {
    return new Window.Axis(u8(), u8(), u8(), u8());
  }

  @Override
  public ConvGeometry geometry() {
    int inChannels = count();
    int outChannels = count();
    return new ConvGeometry(inChannels, outChannels, window(), count());
  }

  @Override
  public float[] floats(int count) {
    need((long) count * Float.BYTES);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.getFloat();
    }
    return values;
  }

  @Override
  public int[] integers(int count) {
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

  @Override
  public BitTensor bits(int... shape) {
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

  private void need(long bytes) {
    if (bytes > in.remaining()) {
      throw refuse(
          "The file ends too early: " + bytes + " bytes are needed, " + in.remaining() + " left.");
    }
  }

  BnnFormatException refuse(String reason) {
    return new BnnFormatException(file, in.position(), reason);
  }
}
