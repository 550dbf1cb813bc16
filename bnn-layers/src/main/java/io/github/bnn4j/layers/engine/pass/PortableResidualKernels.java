// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.Optional;

/** The passes in plain Java: what the vectorised ones are tested against, and run on any JVM. */
final class PortableResidualKernels implements ResidualKernels {

  @Override
  public void end(End end, int from, int to, Values y, BlockScratch scratch) {
    int channels = end.channels();
    float[] z = new float[channels];
    float[] x = new float[channels];
    for (int at = from * channels; at < to * channels; at += channels) {
      end.z().read(at, z);
      end.x().read(at, x);
      for (int c = 0; c < channels; c++) {
        x[c] = end.bend().apply(c, end.u(c, z[c], x[c]));
      }
      y.write(x, at);
    }
  }

  @Override
  public void shortcutGradient(
      End end, Values gradient, int from, int to, Values shortcutGradient, BlockScratch scratch) {
    int channels = end.channels();
    double[][] sums = scratch.sums();
    float[] z = new float[channels];
    float[] x = new float[channels];
    float[] g = new float[channels];
    for (int at = from * channels; at < to * channels; at += channels) {
      end.z().read(at, z);
      end.x().read(at, x);
      gradient.read(at, g);
      for (int c = 0; c < channels; c++) {
        float u = end.u(c, z[c], x[c]);
        double d = end.bend().factor(c, u) * (double) g[c];
        sums[0][c] += d;
        sums[1][c] += d * z[c];
        sums[2][c] += g[c];
        sums[3][c] += (double) g[c] * Math.min(u, 0);
        g[c] = (float) d;
      }
      shortcutGradient.write(g, at);
    }
  }

  @Override
  public void sumGradient(
      Values z,
      Values d,
      ChannelKernels.Coefficients k,
      int from,
      int to,
      Values sumGradient,
      BlockScratch scratch) {
    int channels = k.a().length;
    float[] zs = new float[channels];
    float[] ds = new float[channels];
    for (int at = from * channels; at < to * channels; at += channels) {
      z.read(at, zs);
      d.read(at, ds);
      for (int c = 0; c < channels; c++) {
        zs[c] = Math.fma(k.a()[c], ds[c], Math.fma(k.b()[c], zs[c], k.c()[c]));
      }
      sumGradient.write(zs, at);
    }
  }

  @Override
  public void gate(
      GatedGradient gated,
      Optional<Values> others,
      int from,
      int to,
      Values inputGradient,
      BlockScratch scratch) {
    int channels = gated.channels();
    float[] x = new float[channels];
    float[] g = new float[channels];
    float[] other = new float[channels];
    double[] sum = scratch.sums()[0];
    for (int at = from * channels; at < to * channels; at += channels) {
      gated.x().read(at, x);
      gated.gradient().read(at, g);
      if (others.isPresent()) {
        others.get().read(at, other);
      }
      for (int c = 0; c < channels; c++) {
        float d = gated.d(c, x[c], g[c]);
        sum[c] += d;
        g[c] = d + other[c];
      }
      inputGradient.write(g, at);
    }
  }
}
