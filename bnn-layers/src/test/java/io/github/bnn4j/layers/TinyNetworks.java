// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.core.graph.Join;
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

  /** Two residual blocks as those of ReActNet, and a transition. */
  public static Network residual(int classes) {
    return Network.builder(INPUT)
        .add("stem.conv", new Conv2d(new ConvGeometry(3, 32, 3, 1, 1, 1), false))
        .add("stem.norm", new BatchNorm(32))
        .add("sign1", BinActiv.withThresholds(32, new StraightThroughEstimator.ApproxSign()))
        .add("conv1", unscaled())
        .add("norm1", new BatchNorm(32))
        .join("add1", Join.ADD, "norm1", "stem.norm")
        .add("prelu1", new PReLU(32))
        .add("sign2", BinActiv.withThresholds(32, new StraightThroughEstimator.ApproxSign()))
        .add("conv2", unscaled())
        .add("norm2", new BatchNorm(32))
        .join("add2", Join.ADD, "norm2", "prelu1")
        .add("prelu2", new PReLU(32))
        .add("pool", Pool.average(8, 1, 0))
        .add("head", new Conv2d(new ConvGeometry(32, classes, 1, 1, 0, 1)))
        .build();
  }

  private static BinConv2d unscaled() {
    return new BinConv2d(
        new ConvGeometry(32, 32, 3, 1, 1, 1),
        new Scaling.None(),
        LatentConstraint.CENTRE_AND_CLIP,
        false);
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
