// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.trial;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.Trainer;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A part of the training images to train on, and another to measure on.
 *
 * @param training the first images
 * @param validation the last ones
 */
public record HeldOut(ImageDataset training, ImageDataset validation) {

  /**
   * Splits a training set.
   *
   * @param all the training set, at most a fifth of which is held out
   * @param images how many of its first images to train on
   * @param most how many of its last images to hold out, if they are no more than a fifth
   * @throws IllegalArgumentException if there are not as many images besides those held out
   */
  public static HeldOut of(ImageDataset all, int images, int most) {
    int held = all.size() - Math.min(most, all.size() / 5);
    if (images > held) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Of %,d images %,d are held out for validation, so at most %,d can be trained on, not"
                  + " %,d.",
              all.size(),
              all.size() - held,
              held,
              images));
    }
    return new HeldOut(all.subset(0, images), all.subset(held, all.size()));
  }

  /**
   * Trains a network on the ones and measures it on the others after each epoch.
   *
   * @param network what is trained, as it is, in place
   * @param config how it is trained; its teacher, if any, is one of the zoo
   * @param onStep hears of each step
   * @return the epochs, all of them
   * @throws io.github.bnn4j.layers.train.DivergedException if the loss is no longer a number
   */
  public List<EpochResult> train(
      Network network, TrainingConfig config, Consumer<StepResult> onStep) {
    Trainer.Builder builder =
        Trainer.builder(network, training, config)
            .optValidation(validation)
            .optListener(TrainingListener.ofSteps(onStep));
    return run(builder, config, Trainer::run);
  }

  /**
   * Trains a network on the ones and measures it on the others at the end, which takes less time.
   *
   * @param network what is trained, as it is, in place
   * @param config how it is trained; its teacher, if any, is one of the zoo
   * @param onStep hears of each step
   * @return the accuracy in the end, and how many seconds the epochs took
   * @throws io.github.bnn4j.layers.train.DivergedException if the loss is no longer a number
   */
  public End trainToTheEnd(Network network, TrainingConfig config, Consumer<StepResult> onStep) {
    Trainer.Builder builder =
        Trainer.builder(network, training, config).optListener(TrainingListener.ofSteps(onStep));
    return run(
        builder,
        config,
        trainer -> {
          double seconds = trainer.run().stream().mapToDouble(EpochResult::seconds).sum();
          return new End(trainer.withAverages(() -> trainer.evaluate(validation)).top1(), seconds);
        });
  }

  /** Does something with a trainer and the teacher that it wants, and frees the memory of both. */
  private static <T> T run(
      Trainer.Builder builder, TrainingConfig config, Function<Trainer, T> action) {
    Optional<Network> teacher = config.distillation().map(PretrainedWeights::teacher);
    teacher.ifPresent(builder::optTeacher);
    try (Trainer trainer = builder.build()) {
      return action.apply(trainer);
    } finally {
      teacher.ifPresent(Network::close);
    }
  }

  /**
   * How a training ended.
   *
   * @param top1 accuracy on the images held out, per cent
   * @param seconds how long its epochs took
   */
  public record End(double top1, double seconds) {}
}
