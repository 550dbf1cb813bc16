// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.core.binarize.Reparameterization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.FloatMemory;
import io.github.bnn4j.layers.Phase;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of one binary convolution: from latent weights to signs and scales (alpha, or 1), and
 * from the gradient of the binary weights to that of the latent ones, a filter at a time, shared
 * among the workers. Latent weights are reparameterized first, which the calling thread does alone.
 * In the first of two stages of a training they stay float.
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
  private final boolean binarized;
  private final INDArray values;
  private final INDArray scaled;
  private final INDArray scales;
  private final FloatMemory valueMemory;
  private final FloatMemory scaledMemory;
  private final FloatMemory scaleMemory;

  public BinaryWeights(BinConv2d layer, SharedBuffers buffers, Workers workers, Timings timings) {
    this.layer = layer;
    this.binarized = layer.isBinarized();
    this.rule =
        binarized && layer.scaling() instanceof Scaling.Alpha alpha
            ? Optional.of(alpha.rule())
            : Optional.empty();
    this.workers = workers;
    this.timings = timings;
    this.filters = layer.geometry().outChannels();
    this.latent = new float[Math.toIntExact(layer.weight().value().length())];
    this.scratch = new float[latent.length];
    this.filterSize = latent.length / filters;
    this.values = buffers.keep(layer.weight().value().shape());
    this.scaled = areScaled() ? buffers.keep(values.shape()) : values;
    this.scales = buffers.keep(filters);
    this.valueMemory = new FloatMemory(values);
    this.scaledMemory = new FloatMemory(scaled);
    this.scaleMemory = new FloatMemory(scales);
  }

  /** Whether the weights of a layer are of this kind: scaled by alpha, or not at all. */
  public static boolean fit(BinConv2d layer) {
    return layer.scaling() instanceof Scaling.Alpha || layer.scaling() instanceof Scaling.None;
  }

  /** Whether they are +1 and -1. */
  public boolean areSigns() {
    return binarized;
  }

  /** Whether alpha is not always 1. */
  public boolean areScaled() {
    return rule.isPresent();
  }

  /** sign(W), exact in bfloat16; W while weights stay float. */
  public INDArray values() {
    return values;
  }

  /** These times alpha, for the way back. */
  public INDArray scaled() {
    return scaled;
  }

  /** alpha, one a filter. */
  public INDArray scales() {
    return scales;
  }

  /** Copies alpha. */
  public void copyScales(float[] target) {
    scaleMemory.floats().get(0, target);
  }

  /** Takes the latent weights as they are now. */
  public void take() {
    layer.weight().valueMemory().get(0, latent);
    if (isReparameterized()) {
      narrow(layer.reparameterization().forward(wide(latent), filters), latent);
    }
    if (binarized) {
      binarize();
    } else {
      valueMemory.floats().put(0, latent);
    }
  }

  private boolean isReparameterized() {
    return !(layer.reparameterization() instanceof Reparameterization.None);
  }

  private void binarize() {
    FloatBuffer signTarget = valueMemory.floats();
    FloatBuffer scaledTarget = scaledMemory.floats();
    FloatBuffer scaleTarget = scaleMemory.floats();
    share(
        areScaled() ? 3 : 2,
        (part, first, last) -> {
          int from = first * filterSize;
          int length = (last - first) * filterSize;
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

  /**
   * Shares the filters.
   *
   * @param arrays how many arrays of all weights are read and written
   */
  private void share(int arrays, Workers.Part part) {
    long bytes = (long) Float.BYTES * arrays * latent.length;
    timings.time(Phase.BINARIZATION, bytes, () -> workers.run(filters, part));
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

  /** Replaces the gradient of the weights, in the layer's parameter, by the latent ones'. */
  public void differentiate() {
    FloatBuffer gradient = layer.weight().gradientMemory();
    if (binarized) {
      share(
          3,
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
    if (isReparameterized()) {
      gradient.get(0, scratch);
      layer.weight().valueMemory().get(0, latent);
      narrow(layer.reparameterization().backward(wide(latent), wide(scratch), filters), scratch);
      gradient.put(0, scratch);
    }
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

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void narrow(double[] values, float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) values[i];
    }
  }
}
