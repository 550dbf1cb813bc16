// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.examples.cifar10.Cifar10Cache;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.AccuracyReport;
import io.github.bnn4j.examples.report.ConfusionChart;
import io.github.bnn4j.examples.report.FloatEvaluation;
import io.github.bnn4j.examples.report.HistoryChart;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.layers.train.board.TensorBoardListener;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Recipe;
import io.github.bnn4j.zoo.train.HistoryRow;
import io.github.bnn4j.zoo.train.LayerFile;
import io.github.bnn4j.zoo.train.LayerRow;
import io.github.bnn4j.zoo.train.RunListener;
import io.github.bnn4j.zoo.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Trains a network by a recipe, with charts and a report on test images.
 *
 * <p>Besides the files of a {@link TrainingRun} it writes the events of all steps as TensorBoard
 * reads them, {@code history.png} after each epoch and, at the end, {@code confusion.png}, {@code
 * classes.md} and {@code classes.csv}, the accuracy of each class.
 */
public final class TrainRecipe {
  private TrainRecipe() {}

  /**
   * Trains nin-xnor on CIFAR-10.
   *
   * @param arguments the directory with the CIFAR-10 batches; without it they are downloaded
   */
  public static void main(String[] arguments) {
    Path directory = Cifar10Cache.directoryOfMain(arguments);
    TrainingData data =
        TrainingData.cifar10(Cifar10Dataset.train(directory), Cifar10Dataset.test(directory));
    TrainingListener printer =
        TrainingListener.ofEpochs(epoch -> System.out.println(HistoryRow.of(epoch, 0)));
    Result result =
        run(
            Recipe.NIN_XNOR,
            data,
            Path.of("runs", Recipe.NIN_XNOR.name()),
            false,
            run -> run.optListener(printer));
    System.out.printf(
        Locale.ROOT,
        "%.2f %% of the test images, see %s%n",
        result.test().top1(),
        result.run().checkpoint());
  }

  /**
   * What a training came to.
   *
   * @param run the network and its files
   * @param test the trained network on the test images
   */
  public record Result(TrainingRun.Result run, AccuracyReport test) {}

  /**
   * Trains, or goes on with a training.
   *
   * @param out the directory to write to
   * @param resume whether to go on with the training in that directory
   * @param options sets whatever else is wanted
   * @throws IllegalArgumentException as {@link TrainingRun#start} and {@link TrainingRun#resume}
   */
  public static Result run(
      Recipe recipe,
      TrainingData data,
      Path out,
      boolean resume,
      UnaryOperator<TrainingRun.Builder> options) {
    Architecture architecture = recipe.architecture();
    TrainingRun.Result result;
    try (TensorBoardListener board = new TensorBoardListener(out)) {
      TrainingRun run =
          options
              .apply(TrainingRun.builder(recipe, data.images(), out))
              .optLabels(data.labels())
              .optTest(data.test())
              .optScript("./bnn train")
              .optListener(cycles(board))
              .optListener(board)
              .optListener(chart(architecture.name() + " on " + data.name(), out))
              .build();
      result = resume ? run.resume() : run.start();
    }
    AccuracyReport report =
        FloatEvaluation.run(
            result.network(), architecture.input(), data.labels(), data.test(), done -> {});
    ConfusionChart.write(
        report.confusion(),
        architecture.name() + " on " + data.test().size() + " " + data.name() + " test images",
        out.resolve("confusion.png"));
    TableFiles.write(out, "classes", report.confusion().table());
    return new Result(result, report);
  }

  /** Has the curves of a cycle follow those of the one before. */
  private static RunListener cycles(TensorBoardListener board) {
    return new RunListener() {
      @Override
      public void onCycle(int before, int done, int total) {
        board.startAfter(before);
      }
    };
  }

  private static List<LayerRow> layers(Path out) {
    Path file = out.resolve(TrainingRun.LAYERS);
    try {
      return LayerFile.read(file);
    } catch (IOException e) {
      throw IoProblem.unchecked(file + " cannot be read", e);
    }
  }

  private static RunListener chart(String title, Path out) {
    return new RunListener() {
      @Override
      public void onSaved(List<HistoryRow> history, String recipe) {
        HistoryChart.write(history, layers(out), title, recipe, out.resolve("history.png"));
      }
    };
  }
}
