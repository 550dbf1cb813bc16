// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.probe;

import io.github.bnn4j.core.file.DirectoryLock;
import io.github.bnn4j.examples.trial.HeldOut;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.DivergedException;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a recipe and changes of it, each with the same seeds: trainings of one seed start with the
 * same weights and see the same images in the same order, so that they are compared in pairs. Not
 * thread-safe.
 */
public final class RecipeProbe {
  /** Training images unless asked for more. */
  public static final int IMAGES = 10_000;

  /** Epochs of each training unless asked for more. */
  public static final int EPOCHS = 5;

  /** Trainings of each choice unless asked for more. */
  public static final int SEEDS = 3;

  /** Validation images, the last of the training set, unless asked for fewer. */
  public static final int VALIDATION = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(RecipeProbe.class);

  private final Recipe recipe;
  private final int seeds;
  private final HeldOut images;
  private final Progress progress;

  /** Hears how far the trainings are. */
  @FunctionalInterface
  public interface Progress {

    /**
     * A training has ended.
     *
     * @param report all trainings so far
     */
    default void ended(ProbeReport report) {}

    /**
     * A step of a training is done.
     *
     * @param choice what is trained
     * @param images how many more images are done
     */
    void done(Choice choice, int images);
  }

  /**
   * The end of a training.
   *
   * @param top1 accuracy on the validation images in per cent, NaN if the training diverged
   * @param seconds how long its epochs took
   */
  public record Trial(Choice choice, long seed, double top1, double seconds) {}

  private RecipeProbe(Recipe recipe, int seeds, HeldOut images, Progress progress) {
    this.recipe = recipe;
    this.seeds = seeds;
    this.images = images;
    this.progress = progress;
  }

  /**
   * Makes a probe without training anything yet.
   *
   * @param recipe what is changed; of its cycles the first
   * @param epochs length of each training, over which the rate falls as in the recipe
   * @param seeds trainings of each choice, with the seeds from 1 on
   * @param all the training set, whose last images, at most a fifth, are held out for validation
   * @param images how many of its first images to train on
   * @param validation how many of its last images to measure on, if they are no more than a fifth
   * @param progress hears how far the trainings are
   * @throws IllegalArgumentException if there are not as many images besides those held out
   */
  public static RecipeProbe of(
      Recipe recipe,
      int epochs,
      int seeds,
      ImageDataset all,
      int images,
      int validation,
      Progress progress) {
    return new RecipeProbe(
        recipe.once(epochs), seeds, HeldOut.of(all, images, validation), progress);
  }

  /** Trains every choice with every seed. */
  public ProbeReport run(List<Choice> choices) {
    return run(choices, (choice, seed) -> Optional.empty(), trial -> {});
  }

  /**
   * Trains every choice with every seed but those that a probe in a directory has trained already
   * with the same settings, and keeps what it trains there.
   *
   * @param directory where trials.csv is
   * @throws IllegalArgumentException if it is of other settings, or another program probes there
   * @throws java.io.UncheckedIOException if it cannot be read or written
   */
  public ProbeReport run(List<Choice> choices, Path directory) {
    return DirectoryLock.holding(
        directory,
        () -> {
          TrialFile file = TrialFile.open(directory, settings());
          return run(choices, file::find, file::add);
        });
  }

  private ProbeReport run(
      List<Choice> choices,
      BiFunction<Choice, Long, Optional<Trial>> known,
      Consumer<Trial> ended) {
    List<Trial> trials = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      for (Choice choice : choices) {
        Optional<Trial> before = known.apply(choice, seed);
        if (before.isPresent()) {
          trials.add(before.get());
          progress.done(choice, images.training().size() * recipe.cycles().get(0).epochs());
        } else {
          trials.add(train(choice, seed));
          ended.accept(trials.get(trials.size() - 1));
        }
        progress.ended(new ProbeReport(trials, settings()));
      }
    }
    return new ProbeReport(trials, settings());
  }

  private Trial train(Choice choice, long seed) {
    Recipe changed = choice.recipe().apply(recipe.seeded(seed));
    try (Network network = choice.network(recipe.architecture(), seed)) {
      double top1 = Double.NaN;
      double seconds = 0;
      for (TrainingConfig cycle : changed.cycles()) {
        HeldOut.End end =
            images.trainToTheEnd(network, cycle, step -> progress.done(choice, step.images()));
        top1 = end.top1();
        seconds += end.seconds();
      }
      return new Trial(choice, seed, top1, seconds);
    } catch (DivergedException e) {
      LOG.warn("{}, seed {}: {}", choice.name(), seed, e.getMessage());
      return new Trial(choice, seed, Double.NaN, 0);
    }
  }

  private String settings() {
    return String.format(
        Locale.ROOT,
        "%s: %s%s; %,d validation images",
        recipe.name(),
        recipe.seeded(1).cycles().get(0).describe(images.training().size()),
        seeds > 1 ? " to " + seeds : "",
        images.validation().size());
  }
}
