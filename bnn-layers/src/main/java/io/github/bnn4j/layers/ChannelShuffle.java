// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.Shuffle;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Interleaves the channels of groups, so that the next grouped convolution sees all of them: {@code
 * y[j * groups + i] = x[i * (C / groups) + j]}.
 *
 * <p>See Zhang, X. et al. "ShuffleNet: An Extremely Efficient Convolutional Neural Network for
 * Mobile Devices", CVPR 2018. Costs nothing once packed. Immutable: it has no parameters.
 */
public final class ChannelShuffle implements Layer {

  private final int groups;

  /**
   * Makes a shuffle.
   *
   * @param groups number of groups to interleave, at least 2; must divide the channels
   * @throws IllegalArgumentException if it is below 2
   */
  public ChannelShuffle(int groups) {
    if (groups < 2) {
      throw new IllegalArgumentException(
          "A channel shuffle interleaves at least 2 groups, not " + groups + ".");
    }
    this.groups = groups;
  }

  /**
   * The number of groups interleaved.
   *
   * @return at least 2
   */
  public int groups() {
    return groups;
  }

  @Override
  public String description() {
    return "ChannelShuffle " + groups;
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d groups cannot be interleaved in %d channels; the groups must divide the"
                  + " channels.",
              groups,
              input.channels()));
    }
    return input;
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    return List.of(new Shuffle(groups));
  }

  @Override
  public Operation bind(FeatureShape input) {
    outputShape(input);
    return new Reference(groups, input);
  }

  private record Reference(int groups, FeatureShape shape) implements Operation {
    @Override
    public INDArray forward(INDArray x, boolean training) {
      return interleave(x, groups);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return interleave(outputGradient, shape.channels() / groups);
    }

    private INDArray interleave(INDArray x, int parts) {
      long pixels = x.length() / shape.channels();
      return x.reshape('c', pixels, parts, shape.channels() / parts)
          .permute(0, 2, 1)
          .dup('c')
          .reshape('c', x.shape());
    }
  }
}
