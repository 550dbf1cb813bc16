// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.io.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Names of jiecaoyu/XNOR-Net-PyTorch. Its first and its last normalisation have no scale and shift,
 * the last one comes before the convolution, all add 1e-4 to the variance, and scales below 0.01
 * count as 0.01.
 */
final class XnorNetNames extends TorchNames {

  static final String ROOT = "xnor.";

  /** Where blocks 2 to 8 are among pools and the parts of the first block. */
  private static final int[] BINARY = {3, 4, 6, 7, 8, 10, 11};

  private static final String LAST_NORM = ROOT + 12;
  private static final String LAST_CONV = ROOT + 13;
  private static final double EPSILON = 1e-4;
  private static final float SMALLEST_SCALE = 0.01f;

  XnorNetNames(String source, Map<String, Tensor> tensors, NinArchitecture architecture) {
    super(source, tensors);
    boolean same =
        architecture.binary()
            && architecture.channels().equals(NinArchitecture.NIN_XNOR.channels())
            && architecture.groups().equals(NinArchitecture.NIN_XNOR.groups());
    if (!same) {
      throw refuse("the network of this project is nin-xnor, not " + architecture.name());
    }
  }

  @Override
  void addAll() {
    convolution(ROOT + 0, "block1.conv");
    Tensor mean = take(ROOT + "1.running_mean");
    norm("block1", filled(mean, 1), filled(mean, 0), mean, variance(ROOT + 1));
    for (int i = 0; i < BINARY.length; i++) {
      String there = ROOT + BINARY[i];
      String here = "block" + (i + 2);
      convolution(there + ".conv", here + ".conv");
      norm(
          here,
          atLeast(take(there + ".bn.weight")),
          take(there + ".bn.bias"),
          take(there + ".bn.running_mean"),
          variance(there + ".bn"));
    }
    lastBlock();
  }

  private void norm(String here, Tensor scale, Tensor shift, Tensor mean, Tensor variance) {
    put(here + ".norm.weight", scale);
    put(here + ".norm.bias", shift);
    put(here + ".norm.running_mean", mean);
    put(here + ".norm.running_var", variance);
  }

  /**
   * The normalisation before the last convolution, of one tap and without padding, goes into its
   * weights and biases; the one behind it, which the project does not have, changes nothing.
   */
  private void lastBlock() {
    float[] mean = take(LAST_NORM + ".running_mean").values();
    float[] variance = take(LAST_NORM + ".running_var").values();
    Tensor weights = channelsLast(LAST_CONV + ".weight");
    Tensor bias = take(LAST_CONV + ".bias");
    int channels = mean.length;
    boolean fits =
        variance.length == channels
            && weights.values().length == channels * bias.values().length
            && weights.shape()[1] * weights.shape()[2] == 1;
    if (!fits) {
      throw refuse(LAST_NORM + " and " + LAST_CONV + " do not fit together");
    }
    float[] scaled = new float[weights.values().length];
    float[] shifted = new float[bias.values().length];
    for (int out = 0; out < shifted.length; out++) {
      double sum = bias.values()[out];
      for (int in = 0; in < channels; in++) {
        double scale = weights.values()[out * channels + in] / Math.sqrt(variance[in] + EPSILON);
        scaled[out * channels + in] = (float) scale;
        sum -= scale * mean[in];
      }
      shifted[out] = (float) sum;
    }
    put("block9.conv.weight", new Tensor(weights.shape(), scaled));
    put("block9.conv.bias", new Tensor(bias.shape(), shifted));
    float one = (float) (1 - BatchNorm.EPSILON);
    norm("block9", filled(bias, 1), filled(bias, 0), filled(bias, 0), filled(bias, one));
  }

  /** The variance which, with what is added to it here, is that with what is added there. */
  private Tensor variance(String norm) {
    Tensor tensor = take(norm + ".running_var");
    float[] values = tensor.values().clone();
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (values[c] + (EPSILON - BatchNorm.EPSILON));
    }
    return new Tensor(tensor.shape(), values);
  }

  private static Tensor atLeast(Tensor scale) {
    float[] values = scale.values().clone();
    for (int c = 0; c < values.length; c++) {
      values[c] = Math.max(SMALLEST_SCALE, values[c]);
    }
    return new Tensor(scale.shape(), values);
  }

  private static Tensor filled(Tensor like, float value) {
    float[] values = new float[like.values().length];
    Arrays.fill(values, value);
    return new Tensor(like.shape(), values);
  }

  @Override
  ImageSpec input() {
    return Cifar10.INPUT;
  }

  @Override
  List<String> remarks() {
    return List.of(
        "The project feeds its network whitened images (global contrast normalisation and ZCA), which"
            + " a packed network cannot make of pixels: do not expect its accuracy here.");
  }
}
