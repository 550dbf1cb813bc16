// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.packed.layer.FieldWriter;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.Window;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what a file consists of, little-endian, without padding. */
final class FormatOutput implements FieldWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] toBytes() {
    return out.toByteArray();
  }

  void bytes(byte[] bytes) {
    out.writeBytes(bytes);
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length);
    out.writeBytes(utf8);
  }

  void u8(int value) {
    out.write(value);
  }

  @Override
  public void count(int value) {
    Require.that(
        value >= 0 && value <= 0xffff, "The file format has no room for a count of %d.", value);
    u16(value);
  }

  @Override
  public void window(Window window) {
    if (PackedFormat.isShort(window)) {
      u8(window.rows().kernel());
      u8(window.rows().stride());
      u8(window.rows().before());
    } else {
      u8(PackedFormat.LONG_WINDOW);
      axis(window.rows());
      axis(window.columns());
    }
  }

  private void axis(Window.Axis axis) {
    u8(axis.kernel());
    u8(axis.stride());
    u8(axis.before());
    u8(axis.after());
  }

  @Override
  public void geometry(ConvGeometry geometry) {
    count(geometry.inChannels());
    count(geometry.outChannels());
    window(geometry.window());
    count(geometry.groups());
  }

  @Override
  public void floats(float[] values) {
    for (float value : values) {
      u32(Float.floatToIntBits(value));
    }
  }

  /** Writes integers in two bytes each where all fit, else in four. */
  @Override
  public void integers(int[] values) {
    boolean fits = true;
    for (int value : values) {
      fits &= value == (short) value;
    }
    u8(fits ? Short.BYTES : Integer.BYTES);
    for (int value : values) {
      if (fits) {
        u16(value);
      } else {
        u32(value);
      }
    }
  }

  @Override
  public void bits(BitTensor bits) {
    long[] words = bits.toWords();
    for (int i = 0; i < bits.size(); i += 8) {
      u8((int) (words[i >>> 6] >>> i) & 0xff);
    }
  }

  private void u16(int value) {
    out.write(value);
    out.write(value >>> 8);
  }

  private void u32(int value) {
    u16(value);
    u16(value >>> 16);
  }
}
