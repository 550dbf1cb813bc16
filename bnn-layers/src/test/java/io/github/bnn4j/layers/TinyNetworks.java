// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks with one of each layer, small enough for hundreds of steps in a second. */
public final class TinyNetworks {

  /** The shape of their images. */
  public static final FeatureShape INPUT = new FeatureShape(8, 8, 3);

  private TinyNetworks() {}

  /** A binary convolution of two groups between float ones, like a small NIN. */
  public static Network binary(int classes) {
    return Network.builder(INPUT)
        .add("conv1", new Conv2d(new ConvGeometry(3, 16, 3, 1, 1, 1)))
        .add("norm1", new BatchNorm(16))
        .add("relu1", new ReLU())
        .add("pool1", Pool.max(3, 2, 1))
        .add("shuffle2", new ChannelShuffle(2))
        .add("norm2", new BatchNorm(16))
        .add("sign2", new BinActiv())
        .add("conv2", new BinConv2d(new ConvGeometry(16, 16, 3, 1, 1, 2), WeightGradient.CORRECTED))
        .add("relu2", new ReLU())
        .add("conv3", new Conv2d(new ConvGeometry(16, classes, 1, 1, 0, 1)))
        .add("pool3", Pool.average(4, 4, 0))
        .build();
  }

  /** Float convolutions only. */
  public static Network real(int classes) {
    return Network.builder(INPUT)
        .add("conv1", new Conv2d(new ConvGeometry(3, 16, 3, 1, 1, 1)))
        .add("norm1", new BatchNorm(16))
        .add("relu1", new ReLU())
        .add("pool1", Pool.max(3, 2, 1))
        .add("conv2", new Conv2d(new ConvGeometry(16, 16, 3, 1, 1, 2)))
        .add("norm2", new BatchNorm(16))
        .add("relu2", new ReLU())
        .add("shuffle2", new ChannelShuffle(2))
        .add("conv3", new Conv2d(new ConvGeometry(16, classes, 1, 1, 0, 1)))
        .add("pool3", Pool.average(4, 4, 0))
        .build();
  }

  /** The values of all parameters, statistics too, by full name. */
  public static Map<String, List<Float>> values(Network network) {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    network.parameters().forEach((name, p) -> values.put(name, list(p.value())));
    return values;
  }

  private static List<Float> list(INDArray array) {
    List<Float> list = new ArrayList<>();
    for (float value : array.dup('c').data().asFloat()) {
      list.add(value);
    }
    return list;
  }
}
