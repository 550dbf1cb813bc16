// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.train.Distillation;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Cutout;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a network of the zoo is trained: one or more cycles, each a training of its own with a
 * learning rate that ends near 0, so that every cycle ends in weights worth keeping. A cycle starts
 * with the weights that the one before ended with and with fresh optimizer state; the first starts
 * with random weights, see {@link io.github.bnn4j.layers.Network#initialize}.
 *
 * <p>Cosine annealing with warm restarts is from Loshchilov, I. and Hutter, F. "SGDR: Stochastic
 * Gradient Descent with Warm Restarts", ICLR 2017.
 *
 * <p>Immutable and thread-safe. A network gets better by a further cycle at the end, which leaves
 * the version as it is; a change of an earlier cycle makes a new version.
 *
 * @param name what the recipe is called on the command line
 * @param version counts from 1
 * @param architecture the network
 * @param cycles at least one; different from each other, if only in their seeds
 */
public record Recipe(
    String name, int version, Architecture architecture, List<TrainingConfig> cycles) {

  /**
   * Float: stochastic gradient descent, weight decay on the weights of convolutions alone; the
   * second cycle is at half the rate and taught by {@code resnet12}.
   */
  public static final Recipe NIN =
      of(1, NinArchitecture.NIN, sgd(36, 1), taughtByResNet(sgd(10, 0.05, 2)));

  /**
   * Float with grouped convolutions, as {@link #NIN}; a third cycle also cuts squares of 8 pixels
   * out of the images, as the second ends with 96.8 % of the training images right.
   */
  public static final Recipe NIN_GC =
      of(
          1,
          NinArchitecture.NIN_GC,
          sgd(30, 1),
          taughtByResNet(sgd(8, 0.05, 2)),
          cut(taughtByResNet(sgd(12, 0.05, 3)), 8));

  /**
   * Binary: Adam without weight decay, one long cycle and a short one at a fifth of its rate, both
   * taught by {@code resnet12}; the rate of the first rises over 0.02 of it. Version 1 took 127
   * epochs in four cycles, without a teacher; version 2 had {@code nin} for its teacher; the rate
   * of version 3 did not rise.
   */
  public static final Recipe NIN_XNOR = of(4, NinArchitecture.NIN_XNOR, binaryCycles());

  /** Binary with grouped convolutions, as {@link #NIN_XNOR}. Version 1 took 30 epochs. */
  public static final Recipe NIN_GC_XNOR = of(4, NinArchitecture.NIN_GC_XNOR, binaryCycles());

  /** Float: stochastic gradient descent, whose rate rises first; that of version 1 did not. */
  public static final Recipe RESNET12 =
      of(
          2,
          ResNetArchitecture.RESNET12,
          warmed(sgd(78, 0.15, 1).toBuilder().optBatch(256).build()));

  /**
   * Binary: Adam without weight decay, one long cycle taught by {@code resnet12}, whose rate rises
   * over 0.02 of it; that of version 1 did not.
   */
  public static final Recipe REACT12 =
      of(2, ResNetArchitecture.REACT12, warmed(taughtByResNet(adam(136, 0.004))));

  /** Binary, for ImageNet: a start for a search, which this project has not run. */
  public static final Recipe BIREALNET18 = imageNet(BiRealNetArchitecture.BIREALNET18, 0.001);

  /** Binary, for ImageNet, as {@link #BIREALNET18} at half the rate; not run by this project. */
  public static final Recipe REACTNET_A = imageNet(ReActNetArchitecture.REACTNET_A, 0.0005);

  /** Binary, for ImageNet, as {@link #BIREALNET18}; not run by this project. */
  public static final Recipe QUICKNET = imageNet(QuickNetArchitecture.QUICKNET, 0.001);

  /**
   * Copies the cycles and checks them.
   *
   * @param name what the recipe is called on the command line
   * @param version counts from 1
   * @param architecture the network
   * @param cycles at least one; different from each other, if only in their seeds
   * @throws IllegalArgumentException if there are none, or two are equal
   */
  public Recipe {
    cycles = List.copyOf(cycles);
    if (cycles.isEmpty() || new HashSet<>(cycles).size() < cycles.size()) {
      throw new IllegalArgumentException(
          "The recipe " + name + " needs cycles that differ, if only in their seeds.");
    }
  }

  private static Recipe of(int version, Architecture architecture, TrainingConfig... cycles) {
    return new Recipe(architecture.name(), version, architecture, List.of(cycles));
  }

  private static Recipe imageNet(Architecture architecture, double rate) {
    return of(1, architecture, adam(256, rate).toBuilder().setInput(ImageNet.INPUT).build());
  }

  private static TrainingConfig adam(int epochs, double rate) {
    return TrainingConfig.builder()
        .setInput(Cifar10.INPUT)
        .setEpochs(epochs)
        .setOptimizer(Optimizer.ADAM)
        .setSchedule(Schedule.cosine(rate, 0))
        .optBatch(256)
        .optAugmentation(Augmentation.CROP_AND_FLIP)
        .optSeed(1)
        .build();
  }

  private static TrainingConfig sgd(int epochs, long seed) {
    return sgd(epochs, 0.1, seed);
  }

  private static TrainingConfig sgd(int epochs, double rate, long seed) {
    return TrainingConfig.builder()
        .setInput(Cifar10.INPUT)
        .setEpochs(epochs)
        .setOptimizer(Optimizer.SGD)
        .setSchedule(Schedule.cosine(rate, 0))
        .optBatch(128)
        .optAugmentation(Augmentation.CROP_AND_FLIP)
        .optWeightDecay(0.0005)
        .optSeed(seed)
        .build();
  }

  private static TrainingConfig[] binaryCycles() {
    TrainingConfig further = adam(3, 0.002).toBuilder().optSeed(2).build();
    return new TrainingConfig[] {warmed(taughtByResNet(adam(130, 0.01))), taughtByResNet(further)};
  }

  private static TrainingConfig taughtByResNet(TrainingConfig cycle) {
    Distillation teacher = new Distillation(ResNetArchitecture.RESNET12.name(), 4, 0.5);
    return cycle.toBuilder().optDistillation(teacher).build();
  }

  private static TrainingConfig warmed(TrainingConfig cycle) {
    return cycle.toBuilder().setSchedule(cycle.schedule().withWarmUp(0.02)).build();
  }

  private static TrainingConfig cut(TrainingConfig cycle, int side) {
    Augmentation cut = Augmentation.inTurn(cycle.augmentation(), new Cutout(side));
    return cycle.toBuilder().optAugmentation(cut).build();
  }

  /** {@return the recipes of the zoo, one for each network and with its name} */
  public static List<Recipe> all() {
    return List.of(
        NIN, NIN_GC, NIN_XNOR, NIN_GC_XNOR, RESNET12, REACT12, BIREALNET18, REACTNET_A, QUICKNET);
  }

  /**
   * Looks a recipe up.
   *
   * @param name the name of a recipe, such as {@code nin-xnor}
   * @return the recipe of the zoo with that name, if there is one
   */
  public static Optional<Recipe> named(String name) {
    return all().stream().filter(recipe -> recipe.name.equals(name)).findFirst();
  }

  /**
   * This recipe without its first cycles.
   *
   * @param cycle the first cycle to keep, counted from 1
   * @return the cycles from that one on
   * @throws IllegalArgumentException if there is no such cycle
   */
  public Recipe from(int cycle) {
    if (cycle < 1 || cycle > cycles.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The recipe %s has the cycles 1 to %d, no cycle %d.",
              name,
              cycles.size(),
              cycle));
    }
    return with(cycles.subList(cycle - 1, cycles.size()));
  }

  /**
   * One cycle that is like the first of this recipe but for its length, for random weights; after
   * {@link #from} for those that the cycles before it ended with.
   *
   * @param epochs passes over the training images, at least 1
   * @return a recipe of one cycle
   */
  public Recipe once(int epochs) {
    return with(List.of(cycles.get(0).toBuilder().setEpochs(epochs).build()));
  }

  /**
   * This recipe with other seeds.
   *
   * @param seed the seed of the first cycle; each later one adds 1
   * @return a recipe that differs in its seeds alone
   */
  public Recipe seeded(long seed) {
    List<TrainingConfig> changed = new ArrayList<>();
    for (TrainingConfig cycle : cycles) {
      changed.add(cycle.toBuilder().optSeed(seed + changed.size()).build());
    }
    return with(changed);
  }

  /**
   * This recipe with every cycle changed.
   *
   * @param change sets on the builder it is given what shall be different
   * @return a recipe of as many cycles
   */
  public Recipe map(UnaryOperator<TrainingConfig.Builder> change) {
    return with(cycles.stream().map(cycle -> change.apply(cycle.toBuilder()).build()).toList());
  }

  /**
   * This recipe for images of other classes, which the teachers of the zoo do not know.
   *
   * @param classes how many, at least 2
   * @return the same cycles without teachers, of a network that tells so many classes apart
   */
  public Recipe withClasses(int classes) {
    List<TrainingConfig> alone = cycles.stream().map(TrainingConfig::withoutTeacher).toList();
    return new Recipe(name, version, architecture.withClasses(classes), alone);
  }

  /**
   * This recipe for other images, which the teachers of the zoo do not know.
   *
   * @param input their size and how their pixels become numbers
   * @return the same cycles without teachers, or this recipe if it is for just these images
   * @throws IllegalArgumentException if the network does not take such images
   */
  public Recipe withInput(ImageSpec input) {
    if (input.equals(architecture.input())) {
      return this;
    }
    Recipe other = new Recipe(name, version, architecture.withInput(input), cycles);
    return other.with(
        cycles.stream()
            .map(cycle -> cycle.withoutTeacher().toBuilder().setInput(input).build())
            .toList());
  }

  private Recipe with(List<TrainingConfig> changed) {
    return new Recipe(name, version, architecture, changed);
  }

  /**
   * Says what a cycle is to the recipe of this name in the zoo.
   *
   * @param cycle one of {@link #cycles()}
   * @return such as {@code nin-xnor version 1, cycle 2}, or that it was changed
   */
  public String origin(TrainingConfig cycle) {
    int index = named(name).map(recipe -> recipe.cycles.indexOf(cycle)).orElse(-1);
    return name + " version " + version + (index < 0 ? ", changed" : ", cycle " + (index + 1));
  }
}
