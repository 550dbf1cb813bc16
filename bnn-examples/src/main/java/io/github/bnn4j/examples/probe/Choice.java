// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.probe;

import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.train.Distillation;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * One change of a recipe.
 *
 * @param name what it is called in tables
 * @param settings makes the settings of the training from those of the recipe
 * @param layers makes each layer from that of the zoo; both compute the same but for their
 *     gradients
 */
public record Choice(
    String name, UnaryOperator<TrainingConfig> settings, UnaryOperator<Layer> layers) {

  /** The recipe itself, which the others are compared with. */
  public static final Choice AS_IT_IS =
      new Choice("as it is", UnaryOperator.identity(), UnaryOperator.identity());

  private static final double SMOOTHING = 0.1;

  /** A float network with the usual temperature and share. */
  private static final Distillation LESSONS =
      new Distillation(Recipe.NIN.architecture().name(), 4, 0.5);

  /** The changes that make sense for a recipe, itself first. */
  public static List<Choice> of(Recipe recipe) {
    List<Choice> choices = new ArrayList<>();
    choices.add(AS_IT_IS);
    choices.add(training("three times the rate", config -> rate(config, 3)));
    choices.add(training("a third of the rate", config -> rate(config, 1 / 3.0)));
    choices.add(
        training(
            "half the batch", config -> config.toBuilder().optBatch(config.batch() / 2).build()));
    choices.add(
        training(
            "no shifts", config -> config.toBuilder().optAugmentation(Augmentation.FLIP).build()));
    choices.add(
        training(
            "label smoothing " + SMOOTHING,
            config -> config.toBuilder().optLabelSmoothing(SMOOTHING).build()));
    if (recipe.architecture().binary()) {
      choices.add(gradient("ApproxSign", Choice::approximated));
      choices.add(gradient("gradient of XNOR-Net", Choice::diagonal));
    } else {
      choices.add(training("no decay", config -> config.toBuilder().optWeightDecay(0).build()));
    }
    choices.add(lessons(recipe));
    return choices;
  }

  /** With a teacher if the recipe has none, and without if it has one. */
  private static Choice lessons(Recipe recipe) {
    List<TrainingConfig> cycles = recipe.cycles();
    return cycles.get(cycles.size() - 1).distillation().isPresent()
        ? training("no teacher", TrainingConfig::withoutTeacher)
        : training(
            "taught by " + LESSONS.teacher(),
            config -> config.toBuilder().optDistillation(LESSONS).build());
  }

  /**
   * Some of the changes that make sense for a recipe, itself first.
   *
   * @param names of changes, in any order; none for all
   * @throws IllegalArgumentException if there is no change of such a name
   */
  public static List<Choice> of(Recipe recipe, List<String> names) {
    List<Choice> all = of(recipe);
    List<String> known = all.stream().map(Choice::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has no change \"%s\"; there are: %s.",
                recipe.name(),
                name,
                String.join(", ", known)));
      }
    }
    return all.stream()
        .filter(
            choice -> choice.equals(AS_IT_IS) || names.isEmpty() || names.contains(choice.name()))
        .toList();
  }

  private static Choice training(String name, UnaryOperator<TrainingConfig> settings) {
    return new Choice(name, settings, UnaryOperator.identity());
  }

  private static Choice gradient(String name, UnaryOperator<Layer> layers) {
    return new Choice(name, UnaryOperator.identity(), layers);
  }

  private static TrainingConfig rate(TrainingConfig config, double factor) {
    double highest = config.schedule().rate(0, 1) * factor;
    return config.toBuilder().setSchedule(Schedule.cosine(highest, 0)).build();
  }

  private static Layer approximated(Layer layer) {
    return layer instanceof BinActiv
        ? new BinActiv(new StraightThroughEstimator.ApproxSign())
        : layer;
  }

  private static Layer diagonal(Layer layer) {
    return layer instanceof BinConv2d conv
        ? new BinConv2d(conv.geometry(), WeightGradient.XNOR_NET)
        : layer;
  }

  /** The network with the layers of this choice; not initialised. */
  Network network(Architecture architecture) {
    Network usual = architecture.network();
    Network.Builder builder = Network.builder(usual.input());
    usual.graph().map(layers).nodes().forEach(builder::add);
    return builder.build();
  }
}
