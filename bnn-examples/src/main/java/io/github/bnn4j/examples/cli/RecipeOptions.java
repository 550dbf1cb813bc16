// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.zoo.Cifar10;
import io.github.bnn4j.zoo.Recipe;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that choose a recipe and change it. */
final class RecipeOptions {
  private static final int LEAST_STEPS = 10;
  private static final int SMALLEST_BATCH = 16;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"--recipe", "--model"},
      paramLabel = "R",
      defaultValue = "nin-xnor",
      converter = RecipeName.class,
      completionCandidates = RecipeName.Known.class,
      description = "How: one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(
      names = "--cycle",
      paramLabel = "K",
      defaultValue = "1",
      converter = WholeNumber.Positive.class,
      description =
          "Begin with this cycle of the recipe; a later one than the first needs --init (default:"
              + " ${DEFAULT-VALUE}).")
  private int cycle;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description =
          "Train one cycle of N epochs that is otherwise like the recipe's first (default: all"
              + " cycles as they are).")
  private Optional<Integer> epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = WholeNumber.Positive.class,
      description =
          "Images of each step (default: the recipe's; fewer if there are few pictures of your own).")
  private Optional<Integer> batch;

  @Option(
      names = "--lr",
      paramLabel = "X",
      converter = LearningRate.class,
      description =
          "Highest learning rate, falling to 0 along half a cosine (default: the recipe's).")
  private Optional<Double> learningRate;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the first cycle; each later one adds 1 (default: the recipe's).")
  private Optional<Long> seed;

  /** The first cycle to train, from 1 on. */
  int cycle() {
    return cycle;
  }

  /** The recipe as changed by the options. */
  Recipe recipe() {
    if (cycle > recipe.cycles().size()) {
      throw wrongUsage(
          "the recipe "
              + recipe.name()
              + " has no cycle "
              + cycle
              + ", its last is "
              + recipe.cycles().size());
    }
    Recipe rest = recipe.from(cycle);
    Recipe changed =
        epochs
            .map(rest::once)
            .orElse(rest)
            .map(
                config -> {
                  batch.ifPresent(config::optBatch);
                  learningRate.ifPresent(rate -> config.setSchedule(Schedule.cosine(rate, 0)));
                  return config;
                });
    return seed.map(changed::seeded).orElse(changed);
  }

  /**
   * The recipe for other images than those of CIFAR-10: without a teacher, who does not know them,
   * and with smaller batches if they are few, so that an epoch has some steps, or large, so that
   * they fit into memory.
   *
   * @param images how many there are to train on
   */
  Recipe forOwn(Recipe changed, int classes, int images) {
    Recipe own = changed.withClasses(classes);
    ImageSpec input = own.architecture().input();
    int times = input.bytes() / Cifar10.INPUT.bytes();
    int steps = images / LEAST_STEPS;
    return batch.isPresent()
        ? own
        : own.map(
            config -> {
              int most = Math.min(steps, config.build().batch() / Math.max(1, times));
              return config.optBatch(LeftOut.batch(images, Math.max(SMALLEST_BATCH, most)));
            });
  }

  /** All that stands on the command line. */
  List<String> arguments() {
    CommandLine top = command.commandLine();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return top.getParseResult().originalArgs();
  }

  /** Wrong usage, whose message is a sentence without its full stop. */
  ParameterException wrongUsage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Reads a number above 0. */
  private static final class LearningRate implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text);
        if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
          return rate;
        }
      } catch (NumberFormatException e) {
        // the same message as for a number out of range
      }
      throw new TypeConversionException("'" + text + "' is no number above 0");
    }
  }
}
