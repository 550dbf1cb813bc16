// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Phase;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The binary weights of one convolution: from latent weights to signs and scales (alpha, or 1), and
 * from the gradient of the binary weights to that of the latent ones, a filter at a time, shared
 * among the workers.
 */
public final class BinaryWeights {

  private final BinConv2d layer;
  private final Optional<WeightGradient> rule;
  private final Workers workers;
  private final Timings timings;
  private final int filters;
  private final int filterSize;
  private final float[] latent;
  private final float[] scratch;
  private final INDArray signs;
  private final INDArray scaled;
  private final INDArray scales;

  public BinaryWeights(BinConv2d layer, SharedBuffers buffers, Workers workers, Timings timings) {
    this.layer = layer;
    this.rule =
        layer.scaling() instanceof Scaling.Alpha alpha
            ? Optional.of(alpha.rule())
            : Optional.empty();
    this.workers = workers;
    this.timings = timings;
    this.filters = layer.geometry().outChannels();
    this.latent = new float[Math.toIntExact(layer.weight().value().length())];
    this.scratch = new float[latent.length];
    this.filterSize = latent.length / filters;
    this.signs = buffers.keep(layer.weight().value().shape());
    this.scaled = areScaled() ? buffers.keep(signs.shape()) : signs;
    this.scales = buffers.keep(filters);
  }

  /**
   * Whether the binary weights of a layer are of this kind: signs of latent weights as they are,
   * scaled by alpha, or not at all.
   */
  public static boolean fit(BinConv2d layer) {
    return layer.isPlain()
        && (layer.scaling() instanceof Scaling.Alpha || layer.scaling() instanceof Scaling.None);
  }

  /** Whether alpha is not always 1. */
  public boolean areScaled() {
    return rule.isPresent();
  }

  /** sign(W), exact in bfloat16. */
  public INDArray signs() {
    return signs;
  }

  /** alpha * sign(W), for the way back. */
  public INDArray scaled() {
    return scaled;
  }

  /** alpha, one a filter. */
  public INDArray scales() {
    return scales;
  }

  /** Binarizes the latent weights as they are now. */
  public void binarize() {
    FloatBuffer source = layer.weight().value().data().asNioFloat();
    FloatBuffer signTarget = signs.data().asNioFloat();
    FloatBuffer scaledTarget = scaled.data().asNioFloat();
    FloatBuffer scaleTarget = scales.data().asNioFloat();
    share(
        (part, first, last) -> {
          int from = first * filterSize;
          int length = (last - first) * filterSize;
          source.get(from, latent, from, length);
          fill(from, length, 1);
          signTarget.put(from, scratch, from, length);
          for (int filter = first; filter < last; filter++) {
            float alpha = alpha(filter);
            scaleTarget.put(filter, alpha);
            fill(filter * filterSize, filterSize, alpha);
          }
          if (areScaled()) {
            scaledTarget.put(from, scratch, from, length);
          }
        });
  }

  private void share(Workers.Part part) {
    timings.time(Phase.BINARIZATION, () -> workers.run(filters, part));
  }

  private float alpha(int filter) {
    if (!areScaled()) {
      return 1;
    }
    double sum = 0;
    for (int i = filter * filterSize; i < (filter + 1) * filterSize; i++) {
      sum += Math.abs(latent[i]);
    }
    return (float) (sum / filterSize);
  }

  private void fill(int from, int length, float scale) {
    for (int i = from; i < from + length; i++) {
      scratch[i] = scale * WeightBinarizer.sign(latent[i]);
    }
  }

  /** Replaces the gradient of the binary weights, in the layer's parameter, by the latent ones'. */
  public void differentiate() {
    FloatBuffer gradient = layer.weight().gradient().data().asNioFloat();
    share(
        (part, first, last) -> {
          int from = first * filterSize;
          int length = (last - first) * filterSize;
          gradient.get(from, scratch, from, length);
          for (int filter = first; filter < last; filter++) {
            differentiate(filter * filterSize);
          }
          gradient.put(from, scratch, from, length);
        });
  }

  /** Turns the gradient of one filter, in the scratch. */
  private void differentiate(int from) {
    if (rule.isPresent()) {
      rule.get().apply(latent, scratch, from, filterSize);
    } else {
      for (int i = from; i < from + filterSize; i++) {
        scratch[i] = Math.abs(latent[i]) <= 1 ? scratch[i] : 0;
      }
    }
  }
}
