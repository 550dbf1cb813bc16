// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.ablation;

import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.BatchNorm;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.ReLU;
import io.github.bnn4j.zoo.Cifar10;

/**
 * The network in network of the zoo with half its channels, built as a variant wants it. The first
 * and the last convolution are float in all variants.
 */
final class AblationNetwork {
  private static final int[] CHANNELS = {96, 80, 48, 96, 96, 96, 96, 96, Cifar10.LABELS.size()};
  private static final int[] KERNELS = {5, 1, 1, 5, 1, 1, 3, 1, 1};
  private static final int MAXIMUM_AFTER = 2;
  private static final int AVERAGE_AFTER = 5;
  private static final int LAST = 8;
  private static final int FINAL_SIDE = 8;

  private final Variant variant;
  private final Network.Builder builder =
      Network.builder(new FeatureShape(Cifar10.SIDE, Cifar10.SIDE, Cifar10.CHANNELS));
  private int block;

  private AblationNetwork(Variant variant) {
    this.variant = variant;
  }

  static Network of(Variant variant) {
    return new AblationNetwork(variant).build();
  }

  private Network build() {
    int in = Cifar10.CHANNELS;
    for (block = 0; block <= LAST; block++) {
      int out = CHANNELS[block];
      int kernel = KERNELS[block];
      ConvGeometry geometry = new ConvGeometry(in, out, kernel, 1, kernel / 2, 1);
      if (block == 0 || block == LAST) {
        addFloat(geometry);
      } else if (variant.order() == BlockOrder.B_A_C_P) {
        addNormalisedFirst(geometry);
      } else {
        addConvolutionFirst(geometry);
      }
      addPool();
      in = out;
    }
    return builder.build();
  }

  private void addFloat(ConvGeometry geometry) {
    add("conv", new Conv2d(geometry));
    add("norm", new BatchNorm(geometry.outChannels()));
    boolean signsFollow = block == 0 && variant.order() == BlockOrder.C_B_A_P;
    if (signsFollow) {
      addActivation();
    } else {
      add("relu", new ReLU());
    }
  }

  private void addNormalisedFirst(ConvGeometry geometry) {
    add("norm", new BatchNorm(geometry.inChannels()));
    boolean signsInside = variant.scaling().filter(Scaling.AlphaAndK.class::isInstance).isPresent();
    if (variant.binarization().binaryInputs() && !signsInside) {
      add("sign", new BinActiv());
    }
    add("conv", convolution(geometry));
    add("relu", new ReLU());
  }

  private void addConvolutionFirst(ConvGeometry geometry) {
    if (variant.binarization().binaryInputs() && block == AVERAGE_AFTER + 1) {
      add("sign of averages", new BinActiv());
    }
    add("conv", convolution(geometry));
    add("norm", new BatchNorm(geometry.outChannels()));
    addActivation();
  }

  private void addActivation() {
    if (variant.binarization().binaryInputs()) {
      add("sign", new BinActiv());
    } else {
      add("relu", new ReLU());
    }
  }

  private void addPool() {
    if (block == MAXIMUM_AFTER) {
      add("pool", Pool.max(3, 2, 1));
    } else if (block == AVERAGE_AFTER) {
      add("pool", Pool.average(3, 2, 1));
    } else if (block == LAST) {
      add("pool", Pool.average(FINAL_SIDE, 1, 0));
    }
  }

  private Layer convolution(ConvGeometry geometry) {
    return variant
        .scaling()
        .<Layer>map(scaling -> new BinConv2d(geometry, scaling))
        .orElseGet(() -> new Conv2d(geometry));
  }

  private void add(String name, Layer layer) {
    builder.add("block" + (block + 1) + "." + name, layer);
  }
}
