// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.shape.FeatureShape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout: in training each value becomes 0 with a probability, and is otherwise divided by that of
 * staying, so that its mean stays; outside training nothing happens, and packed it costs nothing.
 * Any shape {@code [N, H, W, C]}.
 *
 * <p>Which values are dropped depends only on the seed and the epoch of a training, see {@link
 * #randomize}, so a training that is resumed drops the same. As every layer, it belongs to one
 * thread while it is trained.
 *
 * <p>See Srivastava, N. et al. "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
 * JMLR 15, 2014.
 */
public final class Dropout implements Layer {

  private final double probability;
  private RandomGenerator random = new SplittableRandom(0);

  /**
   * Makes a dropout.
   *
   * @param probability how probable it is that a value is dropped, at least 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public Dropout(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "The probability of dropping a value is at least 0 and below 1, not "
              + probability
              + ".");
    }
    this.probability = probability;
  }

  /**
   * How probable it is that a value is dropped.
   *
   * @return at least 0 and below 1
   */
  public double probability() {
    return probability;
  }

  @Override
  public String description() {
    return String.format(Locale.ROOT, "Dropout %s", probability);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return input;
  }

  @Override
  public void randomize(RandomGenerator source) {
    random = source;
  }

  @Override
  public Optional<ChannelFunction> perChannel() {
    return Optional.of(ChannelFunction.identity());
  }

  @Override
  public List<PackedLayer> packed(FeatureShape input) {
    return List.of();
  }

  @Override
  public Operation bind(FeatureShape input) {
    return new Reference();
  }

  private final class Reference implements Operation {
    private INDArray factors;

    @Override
    public INDArray forward(INDArray x, boolean training) {
      if (!training) {
        return x.dup('c');
      }
      float[] drawn = new float[Math.toIntExact(x.length())];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = random.nextDouble() < probability ? 0 : (float) (1 / (1 - probability));
      }
      factors = Nd4j.createFromArray(drawn).reshape('c', x.shape());
      return x.mul(factors);
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return outputGradient.mul(factors);
    }
  }
}
