// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import java.util.Optional;

/** The passes in plain Java: what the vectorised ones are tested against, and run on any JVM. */
final class PortableResidualKernels implements ResidualKernels {

  @Override
  public void end(End end, int from, int to, Values y, BlockScratch scratch) {
    int channels = end.channels();
    for (int i = from * channels; i < to * channels; i++) {
      int c = i % channels;
      y.put(i, end.bend().apply(c, end.u(c, end.z().get(i), end.x().get(i))));
    }
  }

  @Override
  public void moments(End end, Values gradient, int from, int to, BlockScratch scratch) {
    int channels = end.channels();
    double[][] sums = scratch.sums();
    for (int i = from * channels; i < to * channels; i++) {
      int c = i % channels;
      float z = end.z().get(i);
      float u = end.u(c, z, end.x().get(i));
      double g = gradient.get(i);
      double d = end.bend().factor(c, u) * g;
      sums[0][c] += d;
      sums[1][c] += d * z;
      sums[2][c] += g;
      sums[3][c] += g * Math.min(u, 0);
    }
  }

  @Override
  public void gradients(
      End end,
      Values gradient,
      ChannelKernels.Coefficients k,
      int from,
      int to,
      Values sumGradient,
      Values shortcutGradient,
      BlockScratch scratch) {
    int channels = end.channels();
    for (int i = from * channels; i < to * channels; i++) {
      int c = i % channels;
      float z = end.z().get(i);
      float d = end.bend().factor(c, end.u(c, z, end.x().get(i))) * gradient.get(i);
      sumGradient.put(i, Math.fma(k.a()[c], d, Math.fma(k.b()[c], z, k.c()[c])));
      shortcutGradient.put(i, d);
    }
  }

  @Override
  public void gate(
      Values x,
      float[] threshold,
      Gate gate,
      Values gradient,
      Optional<Values> others,
      int from,
      int to,
      Values inputGradient,
      BlockScratch scratch) {
    int channels = threshold.length;
    for (int i = from * channels; i < to * channels; i++) {
      int c = i % channels;
      float d = gate.factor(x.get(i) + threshold[c]) * gradient.get(i);
      scratch.sums()[0][c] += d;
      inputGradient.put(i, others.isPresent() ? d + others.get().get(i) : d);
    }
  }
}
