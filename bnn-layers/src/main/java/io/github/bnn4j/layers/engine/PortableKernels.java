// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The passes in plain Java: what the vectorised ones are tested against, and run on any JVM. */
final class PortableKernels implements ChannelKernels {

  private static final short PLUS_ONE = (short) 0x3F80;
  private static final short MINUS_ONE = (short) 0xBF80;

  @Override
  public void moments(
      FloatBuffer x, boolean rectified, int from, int to, double[] sums, double[] squareSums) {
    int channels = sums.length;
    float[] row = new float[channels];
    for (int p = from; p < to; p++) {
      x.get(p * channels, row);
      for (int c = 0; c < channels; c++) {
        double value = rectified ? Math.max(row[c], 0) : row[c];
        sums[c] += value;
        squareSums[c] += value * value;
      }
    }
  }

  @Override
  public void signs(
      FloatBuffer x, Scaling scaling, int from, int to, ByteBuffer signs, boolean half) {
    int channels = scaling.channels();
    float[] row = new float[channels];
    for (int p = from; p < to; p++) {
      x.get(p * channels, row);
      for (int c = 0; c < channels; c++) {
        boolean positive = scaling.apply(c, row[c]) >= 0;
        int at = p * channels + c;
        if (half) {
          signs.putShort(2 * at, positive ? PLUS_ONE : MINUS_ONE);
        } else {
          signs.putFloat(4 * at, positive ? 1 : -1);
        }
      }
    }
  }

  @Override
  public void normalize(
      FloatBuffer x, Scaling scaling, int from, int to, boolean relu, FloatBuffer y) {
    int channels = scaling.channels();
    float[] row = new float[channels];
    for (int p = from; p < to; p++) {
      x.get(p * channels, row);
      for (int c = 0; c < channels; c++) {
        float v = scaling.apply(c, row[c]);
        row[c] = relu ? Math.max(v, 0) : v;
      }
      y.put(p * channels, row);
    }
  }

  @Override
  public void gradientMoments(
      FloatBuffer x,
      FloatBuffer gradient,
      Scaling scaling,
      Gate gate,
      int from,
      int to,
      double[] sums,
      double[] productSums) {
    int channels = scaling.channels();
    float[] row = new float[channels];
    float[] gradientRow = new float[channels];
    for (int p = from; p < to; p++) {
      x.get(p * channels, row);
      gradient.get(p * channels, gradientRow);
      for (int c = 0; c < channels; c++) {
        double d = gate.factor(scaling.apply(c, row[c])) * gradientRow[c];
        sums[c] += d;
        productSums[c] += d * scaling.rectify(row[c]);
      }
    }
  }

  @Override
  public void inputGradient(
      FloatBuffer x,
      FloatBuffer gradient,
      Scaling scaling,
      Gate gate,
      Coefficients k,
      int from,
      int to,
      FloatBuffer inputGradient) {
    int channels = scaling.channels();
    float[] row = new float[channels];
    float[] gradientRow = new float[channels];
    for (int p = from; p < to; p++) {
      x.get(p * channels, row);
      gradient.get(p * channels, gradientRow);
      for (int c = 0; c < channels; c++) {
        float d = gate.factor(scaling.apply(c, row[c])) * gradientRow[c];
        float rest = Math.fma(k.b()[c], scaling.rectify(row[c]), k.c()[c]);
        boolean blocked = scaling.rectified() && !(row[c] > 0);
        gradientRow[c] = blocked ? 0 : Math.fma(k.a()[c], d, rest);
      }
      inputGradient.put(p * channels, gradientRow);
    }
  }
}
