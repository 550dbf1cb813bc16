// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import io.github.bnn4j.core.bit.BitTensor;
import io.github.bnn4j.core.check.Require;
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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a packed network in the current version of the format. */
public final class PackedWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PackedWriter() {}

  /**
   * Returns the file of a program.
   *
   * @param program the network
   * @return the bytes of its file; equal networks have equal bytes
   */
  public static byte[] write(PackedProgram program) {
    PackedWriter writer = new PackedWriter();
    writer.out.writeBytes(PackedFormat.magic());
    writer.u16(PackedFormat.VERSION);
    writer.text(program.name());
    writer.input(program.input());
    writer.u16(program.labels().size());
    program.labels().forEach(writer::text);
    writer.u16(program.graph().size());
    program.graph().layers().forEach(writer::layer);
    byte[] body = writer.out.toByteArray();
    writer.out.writeBytes(PackedFormat.checksum(body, body.length));
    return writer.out.toByteArray();
  }

  private void input(ImageSpec input) {
    u16(input.height());
    u16(input.width());
    u16(input.channels());
    floats(input.mean());
    floats(input.std());
  }

  private void layer(PackedLayer layer) {
    if (layer instanceof FloatConv2d l) {
      u8(PackedFormat.FLOAT_CONV);
      geometry(l.geometry());
      floats(l.weights());
      floats(l.bias());
    } else if (layer instanceof Affine l) {
      u8(PackedFormat.AFFINE);
      u16(l.scale().length);
      floats(l.scale());
      floats(l.shift());
    } else if (layer instanceof Relu) {
      u8(PackedFormat.RELU);
    } else if (layer instanceof MaxPool l) {
      u8(PackedFormat.MAX_POOL);
      window(l.window());
    } else if (layer instanceof AvgPool l) {
      u8(PackedFormat.AVG_POOL);
      window(l.window());
    } else if (layer instanceof ChannelShuffle l) {
      u8(PackedFormat.CHANNEL_SHUFFLE);
      u16(l.groups());
    } else if (layer instanceof FloatThreshold l) {
      u8(PackedFormat.FLOAT_THRESHOLD);
      u16(l.threshold().length);
      floats(l.threshold());
      bits(l.flip());
    } else if (layer instanceof BinConv2d l) {
      u8(PackedFormat.BIN_CONV);
      geometry(l.geometry());
      bits(l.weights());
    } else if (layer instanceof IntThreshold l) {
      u8(PackedFormat.INT_THRESHOLD);
      u16(l.threshold().length);
      integers(l.threshold());
      bits(l.flip());
    } else if (layer instanceof AvgPoolThreshold l) {
      u8(PackedFormat.AVG_POOL_THRESHOLD);
      window(l.window());
      u16(l.cut().length);
      integers(l.cut());
      integers(flat(l.limit()));
      bits(l.flip());
    }
  }

  private static int[] flat(int[][] rows) {
    return java.util.Arrays.stream(rows).flatMapToInt(java.util.Arrays::stream).toArray();
  }

  private void geometry(ConvGeometry geometry) {
    u16(geometry.inChannels());
    u16(geometry.outChannels());
    window(geometry.window());
    u16(geometry.groups());
  }

  private void window(Window window) {
    u8(window.kernel());
    u8(window.stride());
    u8(window.padding());
  }

  private void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    u16(utf8.length);
    out.writeBytes(utf8);
  }

  private void bits(BitTensor bits) {
    long[] words = bits.toWords();
    for (int i = 0; i < bits.size(); i += 8) {
      u8((int) (words[i >>> 6] >>> i) & 0xff);
    }
  }

  /** Writes integers in two bytes each where all fit, else in four. */
  private void integers(int[] values) {
    boolean fits = true;
    for (int value : values) {
      fits &= value == (short) value;
    }
    u8(fits ? Short.BYTES : Integer.BYTES);
    for (int value : values) {
      if (fits) {
        u16(value & 0xffff);
      } else {
        u32(value);
      }
    }
  }

  private void floats(float[] values) {
    for (float value : values) {
      u32(Float.floatToIntBits(value));
    }
  }

  private void u8(int value) {
    out.write(value);
  }

  private void u16(int value) {
    Require.that(
        value >= 0 && value <= 0xffff, "The file format has no room for a count of %d.", value);
    out.write(value);
    out.write(value >>> 8);
  }

  private void u32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }
}
