// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Mixing;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.Locale;
import java.util.Optional;

/**
 * How a network is trained. Built by {@link #builder}; two trainings with equal configurations,
 * data and threads end in the same weights.
 *
 * @param input how pixels become the network's input
 * @param epochs passes over the training images, at least 1
 * @param batch images of each step, at least 1; a last batch that is not full is left out
 * @param optimizer rule of the updates
 * @param schedule learning rate over the training
 * @param augmentation random changes of the training images
 * @param mixing how training images are mixed with each other
 * @param labelSmoothing part of each target spread over all classes, 0 to below 1
 * @param weightDecay factor of the squared weights in the loss, halved; latent weights, biases and
 *     normalisations are never decayed
 * @param clipNorm greatest norm of all gradients together, to which larger ones are scaled down; 0
 *     for none (Pascanu, R. et al. "On the difficulty of training recurrent neural networks", ICML
 *     2013)
 * @param averaging decay of the averages of the weights that are validated and kept, 0 to below 1;
 *     0 for the weights of the last step (Polyak, B. T. and Juditsky, A. B. "Acceleration of
 *     stochastic approximation by averaging", 1992)
 * @param floatWeights whether binary weights stay float in this training, the first of two stages:
 *     inputs become binary first, weights in the next (Martinez, B. et al. "Training Binary Neural
 *     Networks with Real-to-Binary Convolutions", ICLR 2020)
 * @param distillation how it learns from a teacher, if it does
 * @param seed seed of everything random
 */
public record TrainingConfig(
    ImageSpec input,
    int epochs,
    int batch,
    Optimizer optimizer,
    Schedule schedule,
    Augmentation augmentation,
    Mixing mixing,
    double labelSmoothing,
    double weightDecay,
    double clipNorm,
    double averaging,
    boolean floatWeights,
    Optional<Distillation> distillation,
    long seed) {

  /**
   * Checks the sizes.
   *
   * @param input how pixels become the network's input
   * @param epochs passes over the training images, at least 1
   * @param batch images of each step, at least 1
   * @param optimizer rule of the updates
   * @param schedule learning rate over the training
   * @param augmentation random changes of the training images
   * @param mixing how training images are mixed with each other
   * @param labelSmoothing part of each target spread over all classes, 0 to below 1
   * @param weightDecay factor of the squared weights in the loss, halved
   * @param clipNorm greatest norm of all gradients together; 0 for none
   * @param averaging decay of the averages of the weights, 0 to below 1; 0 for none
   * @param floatWeights whether binary weights stay float
   * @param distillation how it learns from a teacher, if it does
   * @param seed seed of everything random
   * @throws IllegalArgumentException if a number is out of its range
   */
  public TrainingConfig {
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A training needs at least 1 epoch and 1 image a batch, not %d and %d.",
              epochs,
              batch));
    }
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "Weight decay must be at least 0, not " + weightDecay + ".");
    }
    Require.that(
        clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY,
        "Gradients are clipped to a norm above 0, or 0 for not at all, not %s.",
        clipNorm);
    Require.that(
        averaging >= 0 && averaging < 1,
        "Averages of weights have a decay from 0 to below 1, not %s.",
        averaging);
  }

  /**
   * Starts a configuration.
   *
   * @return a builder that wants input, epochs, optimizer and schedule
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts a configuration from this one.
   *
   * @return a builder with everything set as it is here
   */
  public Builder toBuilder() {
    Builder builder =
        new Builder()
            .setInput(input)
            .setEpochs(epochs)
            .setOptimizer(optimizer)
            .setSchedule(schedule)
            .optBatch(batch)
            .optAugmentation(augmentation)
            .optMixing(mixing)
            .optLabelSmoothing(labelSmoothing)
            .optWeightDecay(weightDecay)
            .optClipNorm(clipNorm)
            .optAveraging(averaging)
            .optFloatWeights(floatWeights)
            .optSeed(seed);
    distillation.ifPresent(builder::optDistillation);
    return builder;
  }

  /**
   * The same training by the labels alone.
   *
   * @return a configuration without {@link #distillation}
   */
  public TrainingConfig withoutTeacher() {
    Builder builder = toBuilder();
    builder.distillation = Optional.empty();
    return builder.build();
  }

  /**
   * The canonical line that checkpoints record, and that must match to go on with a training. It
   * names whatever decides the result; what is off goes without mention.
   *
   * @param images how many images it trains on
   * @return such as {@code Adam, cosine from 0.01, batch 100, 30 epochs of 50000 images, crop and
   *     flip, seed 2}
   */
  public String describe(int images) {
    return optimizer.describe()
        + (", " + schedule.describe())
        + (", batch " + batch)
        + (", " + epochs + (epochs == 1 ? " epoch" : " epochs"))
        + (" of " + images + (images == 1 ? " image" : " images"))
        + (", " + augmentation.describe())
        + (mixing.equals(Mixing.NONE) ? "" : ", " + mixing.describe())
        + (labelSmoothing > 0 ? ", label smoothing " + PlainNumber.of(labelSmoothing) : "")
        + (weightDecay > 0 ? ", weight decay " + PlainNumber.of(weightDecay) : "")
        + (clipNorm > 0 ? ", gradients clipped to " + PlainNumber.of(clipNorm) : "")
        + (averaging > 0 ? ", weights averaged by " + PlainNumber.of(averaging) : "")
        + (floatWeights ? ", float weights" : "")
        + distillation.map(teacher -> ", " + teacher.describe()).orElse("")
        + (", seed " + seed);
  }

  /** Collects a configuration: {@code set} is required, {@code opt} has a default. */
  public static final class Builder {
    private Optional<ImageSpec> input = Optional.empty();
    private Optional<Integer> epochs = Optional.empty();
    private int batch = 100;
    private Optional<Optimizer> optimizer = Optional.empty();
    private Optional<Schedule> schedule = Optional.empty();
    private Augmentation augmentation = Augmentation.NONE;
    private Mixing mixing = Mixing.NONE;
    private double labelSmoothing;
    private double weightDecay;
    private double clipNorm;
    private double averaging;
    private boolean floatWeights;
    private Optional<Distillation> distillation = Optional.empty();
    private long seed = 1;

    private Builder() {}

    /**
     * Sets how pixels become the network's input; required.
     *
     * @param value shape, means and deviations
     * @return this builder
     */
    public Builder setInput(ImageSpec value) {
      input = Optional.of(value);
      return this;
    }

    /**
     * Sets the number of passes over the training images; required.
     *
     * @param value at least 1
     * @return this builder
     */
    public Builder setEpochs(int value) {
      epochs = Optional.of(value);
      return this;
    }

    /**
     * Sets the rule of the updates; required.
     *
     * @param value the optimizer
     * @return this builder
     */
    public Builder setOptimizer(Optimizer value) {
      optimizer = Optional.of(value);
      return this;
    }

    /**
     * Sets the learning rate over the training; required.
     *
     * @param value the schedule
     * @return this builder
     */
    public Builder setSchedule(Schedule value) {
      schedule = Optional.of(value);
      return this;
    }

    /**
     * Sets the images of each step.
     *
     * @param value at least 1; 100 unless set
     * @return this builder
     */
    public Builder optBatch(int value) {
      batch = value;
      return this;
    }

    /**
     * Sets the random changes of the training images.
     *
     * @param value none unless set
     * @return this builder
     */
    public Builder optAugmentation(Augmentation value) {
      augmentation = value;
      return this;
    }

    /**
     * Sets how training images are mixed with each other.
     *
     * @param value not at all unless set
     * @return this builder
     */
    public Builder optMixing(Mixing value) {
      mixing = value;
      return this;
    }

    /**
     * Sets the part of each target that is spread over all classes.
     *
     * @param value 0 to below 1; 0 unless set
     * @return this builder
     */
    public Builder optLabelSmoothing(double value) {
      labelSmoothing = value;
      return this;
    }

    /**
     * Sets the decay of float convolution weights.
     *
     * @param value at least 0; 0 unless set
     * @return this builder
     */
    public Builder optWeightDecay(double value) {
      weightDecay = value;
      return this;
    }

    /**
     * Sets the greatest norm of all gradients together.
     *
     * @param value above 0, or 0, as unless set, for none
     * @return this builder
     */
    public Builder optClipNorm(double value) {
      clipNorm = value;
      return this;
    }

    /**
     * Sets the decay of the averages of weights that are validated and kept.
     *
     * @param value 0 to below 1; 0 unless set, for the weights of the last step
     * @return this builder
     */
    public Builder optAveraging(double value) {
      averaging = value;
      return this;
    }

    /**
     * Lets binary weights stay float.
     *
     * @param value whether they do; false unless set
     * @return this builder
     */
    public Builder optFloatWeights(boolean value) {
      floatWeights = value;
      return this;
    }

    /**
     * Lets it learn from a teacher, too.
     *
     * @param value none unless set
     * @return this builder
     */
    public Builder optDistillation(Distillation value) {
      distillation = Optional.of(value);
      return this;
    }

    /**
     * Sets the seed of everything random.
     *
     * @param value any number; 1 unless set
     * @return this builder
     */
    public Builder optSeed(long value) {
      seed = value;
      return this;
    }

    /**
     * Finishes the configuration.
     *
     * @return the configuration
     * @throws IllegalStateException if something required is not set
     */
    public TrainingConfig build() {
      return new TrainingConfig(
          required(input, "setInput"),
          required(epochs, "setEpochs"),
          batch,
          required(optimizer, "setOptimizer"),
          required(schedule, "setSchedule"),
          augmentation,
          mixing,
          labelSmoothing,
          weightDecay,
          clipNorm,
          averaging,
          floatWeights,
          distillation,
          seed);
    }

    private static <T> T required(Optional<T> value, String setter) {
      return value.orElseThrow(
          () -> new IllegalStateException("A training configuration needs " + setter + "."));
    }
  }
}
