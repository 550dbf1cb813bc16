// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.ablation;

import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.trial.HeldOut;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.StepResult;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.train.HistoryRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains variants of one network alike: the same images in the same order, the same seed. A variant
 * that two studies share is trained once. Not thread-safe.
 */
public final class Ablation {
  /** Epochs of each training unless asked for more. */
  public static final int EPOCHS = 3;

  /** Training images unless asked for more. */
  public static final int IMAGES = 2_000;

  /** Validation images, the last of the training set. */
  private static final int VALIDATION = 1_000;

  private static final double LEARNING_RATE = 0.005;
  private static final int BATCH = 50;

  private final int epochs;
  private final long seed;
  private final HeldOut images;
  private final Progress progress;
  private final List<Trial> trials = new ArrayList<>();

  /** Hears how far the trainings are. */
  @FunctionalInterface
  public interface Progress {

    /**
     * A step of a training is done.
     *
     * @param variant what is trained
     * @param images how many images of its training are done, of all epochs
     */
    void at(Variant variant, int images);
  }

  /**
   * A training of one variant.
   *
   * @param history its epochs
   */
  public record Trial(Variant variant, List<HistoryRow> history) {

    /** Copies the list. */
    public Trial {
      history = List.copyOf(history);
    }

    /** The last epoch. */
    public HistoryRow last() {
      return history.get(history.size() - 1);
    }

    /** Seconds of all epochs. */
    public double seconds() {
      return history.stream().mapToDouble(HistoryRow::seconds).sum();
    }
  }

  private Ablation(int epochs, long seed, HeldOut images, Progress progress) {
    this.epochs = epochs;
    this.seed = seed;
    this.images = images;
    this.progress = progress;
  }

  /**
   * Makes an ablation without training anything yet.
   *
   * @param all the training set, whose last images, at most a fifth, are held out for validation
   * @param images how many of its first images to train on
   * @param epochs passes of each training over the images
   * @param seed seed of everything random, the same for all
   * @param progress hears how far the trainings are
   * @throws IllegalArgumentException if there are not as many images besides those held out
   */
  public static Ablation of(
      ImageDataset all, int images, int epochs, long seed, Progress progress) {
    return new Ablation(epochs, seed, HeldOut.of(all, images, VALIDATION), progress);
  }

  /**
   * An ablation with the usual settings.
   *
   * @param arguments of a main: the directory with the CIFAR-10 batches; without it they are
   *     downloaded
   */
  public static Ablation ofMain(String... arguments) {
    Path data = Cifar10Cache.directoryOfMain(arguments);
    return of(Cifar10Dataset.train(data), IMAGES, EPOCHS, 1, (variant, images) -> {});
  }

  /** Trains variants, and reports all of them. */
  public AblationReport run(String study, List<Variant> variants) {
    return new AblationReport(study, variants.stream().map(this::trial).toList(), recipe());
  }

  private Trial trial(Variant variant) {
    Optional<Trial> done =
        trials.stream().filter(trial -> trial.variant().isSameNetwork(variant)).findFirst();
    if (done.isPresent()) {
      return new Trial(variant, done.get().history());
    }
    Trial trial = train(variant);
    trials.add(trial);
    return trial;
  }

  private Trial train(Variant variant) {
    TrainingConfig config =
        TrainingConfig.builder()
            .setInput(Cifar10.INPUT)
            .setEpochs(epochs)
            .setOptimizer(Optimizer.ADAM)
            .setSchedule(Schedule.cosine(LEARNING_RATE, 0))
            .optBatch(BATCH)
            .optSeed(seed)
            .build();
    try (Network network = AblationNetwork.of(variant)) {
      network.initialize(seed);
      List<EpochResult> epochResults =
          images.train(network, config, step -> progress.at(variant, done(step)));
      return new Trial(variant, epochResults.stream().map(e -> HistoryRow.of(e, 0)).toList());
    }
  }

  private static int done(StepResult step) {
    return ((step.epoch() - 1) * step.steps() + step.step()) * BATCH;
  }

  private String recipe() {
    return String.format(
        Locale.ROOT,
        "A network in network of half the usual channels; %,d training and %,d validation images"
            + " of CIFAR-10, %d epochs, Adam, cosine from %s, batch %d, no augmentation, seed %d",
        images.training().size(),
        images.validation().size(),
        epochs,
        LEARNING_RATE,
        BATCH,
        seed);
  }
}
