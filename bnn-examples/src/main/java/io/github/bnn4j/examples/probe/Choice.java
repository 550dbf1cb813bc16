// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.probe;

import io.github.bnn4j.core.binarize.LatentConstraint;
import io.github.bnn4j.core.binarize.Reparameterization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.train.Distillation;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Cutout;
import io.github.bnn4j.layers.train.augment.Mixup;
import io.github.bnn4j.layers.train.optimizer.AdamW;
import io.github.bnn4j.layers.train.optimizer.Bop;
import io.github.bnn4j.layers.train.optimizer.LatentAndRest;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import io.github.bnn4j.layers.train.text.PlainNumber;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One change of a recipe.
 *
 * @param name what it is called in tables
 * @param recipe makes the recipe of the training from that which is changed
 * @param layers makes each layer from that of the zoo; it takes and gives the same shapes
 */
public record Choice(String name, UnaryOperator<Recipe> recipe, UnaryOperator<Layer> layers) {

  /** The recipe itself, which the others are compared with. */
  public static final Choice AS_IT_IS =
      new Choice("as it is", UnaryOperator.identity(), UnaryOperator.identity());

  private static final double SMOOTHING = 0.1;
  private static final double AVERAGING = 0.9;
  private static final double CLIP_NORM = 1;
  private static final Cutout CUTOUT = new Cutout(12);
  private static final Mixup MIXUP = new Mixup(0.2);
  private static final Optimizer DECAYED = new AdamW(0.01);
  private static final Bop BOP = new Bop(0.1, 1e-7);

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
      List<Layer> layers = recipe.architecture().network().graph().layers();
      if (layers.stream().anyMatch(Choice::isClipped)) {
        choices.add(gradient("ApproxSign", Choice::approximated));
      }
      if (layers.stream().anyMatch(Choice::isScaled)) {
        choices.add(gradient("gradient of XNOR-Net", Choice::diagonal));
      }
      choices.add(gradient("weight standardisation", Choice::standardised));
      choices.add(gradient("ReCU", Choice::clamped));
      choices.add(new Choice("Bop", Choice::flipped, Choice::ofSigns));
      if (first(recipe).epochs() > 1) {
        choices.add(new Choice("two stages", Choice::staged, UnaryOperator.identity()));
      }
    } else {
      choices.add(training("no decay", config -> config.toBuilder().optWeightDecay(0).build()));
    }
    choices.add(
        training(
            "cutout of " + CUTOUT.side(),
            config ->
                config.toBuilder()
                    .optAugmentation(Augmentation.inTurn(config.augmentation(), CUTOUT))
                    .build()));
    choices.add(training(MIXUP.describe(), config -> config.toBuilder().optMixing(MIXUP).build()));
    choices.add(
        training(
            "weights averaged by " + AVERAGING,
            config -> config.toBuilder().optAveraging(AVERAGING).build()));
    choices.add(training("AdamW", config -> config.toBuilder().setOptimizer(DECAYED).build()));
    choices.add(
        training(
            "gradients clipped to " + CLIP_NORM,
            config -> config.toBuilder().optClipNorm(CLIP_NORM).build()));
    choices.add(lessons(recipe));
    return choices;
  }

  private static TrainingConfig first(Recipe recipe) {
    return recipe.cycles().get(0);
  }

  /** With a teacher if the recipe has none, and without if it has one. */
  private static Choice lessons(Recipe recipe) {
    return first(recipe).distillation().isPresent()
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
    return new Choice(
        name,
        recipe -> with(recipe, recipe.cycles().stream().map(settings).toList()),
        UnaryOperator.identity());
  }

  private static Choice gradient(String name, UnaryOperator<Layer> layers) {
    return new Choice(name, UnaryOperator.identity(), layers);
  }

  private static Recipe with(Recipe recipe, List<TrainingConfig> cycles) {
    return new Recipe(recipe.name(), recipe.version(), recipe.architecture(), cycles);
  }

  /** Half of the epochs with float weights, the rest with binary ones and other randomness. */
  private static Recipe staged(Recipe recipe) {
    TrainingConfig first = first(recipe);
    int half = first.epochs() / 2;
    return with(
        recipe,
        List.of(
            first.toBuilder().setEpochs(half).optFloatWeights(true).build(),
            first.toBuilder().setEpochs(first.epochs() - half).optSeed(first.seed() + 1).build()));
  }

  private static Recipe flipped(Recipe recipe) {
    return recipe.map(
        config -> config.setOptimizer(new LatentAndRest(BOP, config.build().optimizer())));
  }

  /** Alpha of signs is 1, and its gradient none. */
  private static Layer ofSigns(Layer layer) {
    return layer instanceof BinConv2d conv
        ? new BinConv2d(
            conv.geometry(),
            new Scaling.None(),
            LatentConstraint.SIGN,
            conv.parameters().contains(conv.bias()))
        : layer;
  }

  private static Layer standardised(Layer layer) {
    return reparameterized(layer, new Reparameterization.Standardised());
  }

  private static Layer clamped(Layer layer) {
    return reparameterized(layer, new Reparameterization.Recu());
  }

  private static Layer reparameterized(Layer layer, Reparameterization reparameterization) {
    return layer instanceof BinConv2d conv
        ? new BinConv2d(
            conv.geometry(),
            conv.scaling(),
            LatentConstraint.NONE,
            conv.parameters().contains(conv.bias()),
            reparameterization)
        : layer;
  }

  private static TrainingConfig rate(TrainingConfig config, double factor) {
    return config.toBuilder().setSchedule(new Times(config.schedule(), factor)).build();
  }

  /** Another schedule, each rate times a factor. */
  private record Times(Schedule schedule, double factor) implements Schedule {
    @Override
    public double rate(double epoch, double total) {
      return factor * schedule.rate(epoch, total);
    }

    @Override
    public String describe() {
      return schedule.describe() + " times " + PlainNumber.of(factor);
    }
  }

  private static Layer approximated(Layer layer) {
    return isClipped(layer) ? new BinActiv(new StraightThroughEstimator.ApproxSign()) : layer;
  }

  private static boolean isClipped(Layer layer) {
    return layer instanceof BinActiv sign
        && sign.estimator() instanceof StraightThroughEstimator.ClippedIdentity;
  }

  private static Layer diagonal(Layer layer) {
    return isScaled(layer)
        ? new BinConv2d(((BinConv2d) layer).geometry(), WeightGradient.XNOR_NET)
        : layer;
  }

  private static boolean isScaled(Layer layer) {
    return layer instanceof BinConv2d conv && conv.scaling() instanceof Scaling.Alpha;
  }

  /** The network with the layers of this choice, and the random weights that all choices have. */
  Network network(Architecture architecture, long seed) {
    Network usual = architecture.network();
    usual.initialize(seed);
    Network.Builder builder = Network.builder(usual.input());
    usual.graph().map(layers).nodes().forEach(builder::add);
    Network changed = builder.build();
    Map<String, Parameter> start = usual.parameters();
    changed
        .parameters()
        .forEach((name, parameter) -> parameter.value().assign(start.get(name).value()));
    changed.constrain();
    return changed;
  }
}
