// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.nio.ByteBuffer;

/** The passes in plain Java: what the vectorised ones are tested against, and run on any JVM. */
final class PortableChannelKernels implements ChannelKernels {

  @Override
  public void sums(Values x, int from, int to, Scratch scratch) {
    float[] row = scratch.row();
    double[] sums = scratch.sums();
    for (int p = from; p < to; p++) {
      x.read(p * row.length, row);
      for (int c = 0; c < row.length; c++) {
        sums[c] += row[c];
      }
    }
  }

  @Override
  public void moments(Values x, boolean rectified, int from, int to, Scratch scratch) {
    int channels = scratch.channels();
    double[] sums = scratch.sums();
    double[] squareSums = scratch.otherSums();
    float[] row = scratch.row();
    for (int p = from; p < to; p++) {
      x.read(p * channels, row);
      for (int c = 0; c < channels; c++) {
        double value = rectified ? Math.max(row[c], 0) : row[c];
        sums[c] += value;
        squareSums[c] += value * value;
      }
    }
  }

  @Override
  public void signs(
      Values x,
      ChannelScaling scaling,
      ChannelOrder order,
      int from,
      int to,
      ByteBuffer signs,
      Scratch scratch) {
    int channels = scaling.channels();
    int[] sources = order.sources();
    float[] row = scratch.row();
    for (int p = from; p < to; p++) {
      x.read(p * channels, row);
      for (int c = 0; c < channels; c++) {
        int source = sources[c];
        signs.put(p * channels + c, (byte) (scaling.apply(source, row[source]) >= 0 ? 1 : -1));
      }
    }
  }

  @Override
  public void normalize(
      Values x, ChannelScaling scaling, int from, int to, boolean relu, Values y, Scratch scratch) {
    int channels = scaling.channels();
    float[] row = scratch.row();
    for (int p = from; p < to; p++) {
      x.read(p * channels, row);
      for (int c = 0; c < channels; c++) {
        float v = scaling.apply(c, row[c]);
        row[c] = relu ? Math.max(v, 0) : v;
      }
      y.write(row, p * channels);
    }
  }

  @Override
  public void restoreOrder(
      Values ordered, ChannelOrder order, int from, int to, Values restored, Scratch scratch) {
    int[] targets = order.targets();
    float[] row = scratch.row();
    float[] source = scratch.otherRow();
    for (int p = from; p < to; p++) {
      ordered.read(p * row.length, source);
      for (int c = 0; c < row.length; c++) {
        row[c] = source[targets[c]];
      }
      restored.write(row, p * row.length);
    }
  }

  @Override
  public void gradientMoments(GatedGradient gated, int from, int to, Scratch scratch) {
    ChannelScaling scaling = gated.scaling();
    int channels = gated.channels();
    double[] sums = scratch.sums();
    double[] productSums = scratch.otherSums();
    float[] row = scratch.row();
    for (int p = from; p < to; p++) {
      gated.x().read(p * channels, row);
      for (int c = 0; c < channels; c++) {
        double d = gated.d(c, row[c], gated.gradient().get(p * channels + c));
        sums[c] += d;
        productSums[c] += d * scaling.rectify(row[c]);
      }
    }
  }

  @Override
  public void inputGradient(
      GatedGradient gated,
      Coefficients k,
      int from,
      int to,
      Values inputGradient,
      Scratch scratch) {
    ChannelScaling scaling = gated.scaling();
    int channels = gated.channels();
    float[] row = scratch.row();
    for (int p = from; p < to; p++) {
      gated.x().read(p * channels, row);
      for (int c = 0; c < channels; c++) {
        float d = gated.d(c, row[c], gated.gradient().get(p * channels + c));
        float rest = Math.fma(k.b()[c], scaling.rectify(row[c]), k.c()[c]);
        boolean blocked = scaling.rectified() && !(row[c] > 0);
        inputGradient.put(p * channels + c, blocked ? 0 : Math.fma(k.a()[c], d, rest));
      }
    }
  }
}
