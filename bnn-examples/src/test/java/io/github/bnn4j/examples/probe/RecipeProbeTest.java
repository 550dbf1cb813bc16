// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.binarize.Reparameterization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightBinarizer;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.probe.RecipeProbe.Trial;
import io.github.bnn4j.layers.BinActiv;
import io.github.bnn4j.layers.BinConv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Parameter;
import io.github.bnn4j.layers.train.Distillation;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Mixup;
import io.github.bnn4j.layers.train.optimizer.AdamW;
import io.github.bnn4j.zoo.NinArchitecture;
import io.github.bnn4j.zoo.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeProbeTest {
  private static final Choice OTHER =
      new Choice("other", Choice.AS_IT_IS.recipe(), Choice.AS_IT_IS.layers());

  /** A small batch: so short a training takes a third of the time with it. */
  private static final int BATCH = 16;

  @TempDir private Path directory;

  @Test
  void whatChangesNothingGainsNothingWithAnySeed() {
    ImageDataset all = Cifar10Dataset.embeddedTest().subset(0, 400);
    int[] images = {0};
    RecipeProbe probe =
        RecipeProbe.of(
            small(Recipe.NIN_XNOR), 1, 2, all, 64, 80, (choice, more) -> images[0] += more);

    ProbeReport report = probe.run(List.of(Choice.AS_IT_IS, OTHER));

    assertThat(report.trials()).hasSize(4);
    assertThat(report.top1(OTHER)).isEqualTo(report.top1(Choice.AS_IT_IS)).hasSize(2);
    assertThat(report.gain(OTHER).mean()).isZero();
    assertThat(images[0]).isEqualTo(4 * 64);
    assertThat(report.settings())
        .contains("nin-xnor: ", "1 epoch", "seed 1 to 2; 80 validation images");
  }

  @Test
  void gainsAreTakenSeedBySeed() {
    ProbeReport report =
        new ProbeReport(
            List.of(
                trial(Choice.AS_IT_IS, 1, 400),
                trial(OTHER, 1, 410),
                trial(Choice.AS_IT_IS, 2, 500),
                trial(OTHER, 2, 530)),
            "settings");

    assertThat(report.gain(OTHER).mean()).isCloseTo(2, within(1e-9));
    assertThat(report.gain(OTHER).deviation()).isCloseTo(Math.sqrt(2), within(1e-9));
    assertThat(report.table().markdown())
        .contains("| choice   | seed 1 | seed 2 | mean  | deviation | gain  |")
        .contains("| other    | 41.00  | 53.00  | 47.00 | 8.49      | +2.00 | 1.41 ");
  }

  @Test
  void aSingleSeedHasNoDeviation() {
    ProbeReport report = new ProbeReport(List.of(trial(Choice.AS_IT_IS, 1, 400)), "settings");

    report.write(directory);

    assertThat(directory.resolve("probe.csv"))
        .content()
        .contains("as it is,40.00,40.00,-,+0.00,-,");
  }

  @Test
  void aTrainingThatDivergedIsLeftOutOfMeansAndGains() {
    ProbeReport report =
        new ProbeReport(
            List.of(
                trial(Choice.AS_IT_IS, 1, 400),
                new Trial(OTHER, 1, Double.NaN, 1),
                trial(Choice.AS_IT_IS, 2, 500),
                trial(OTHER, 2, 530)),
            "settings");

    assertThat(report.top1(OTHER)).containsExactly(Double.NaN, 53);
    assertThat(report.gain(OTHER).mean()).isCloseTo(3, within(1e-9));
    assertThat(report.table().csv()).contains("other,-,53.00,53.00,-,+3.00,-");
  }

  @Test
  void aRateThatIsFarTooHighEndsThatTrainingAlone() {
    ImageDataset all = Cifar10Dataset.embeddedTest().subset(0, 400);
    Choice wild =
        new Choice(
            "wild",
            recipe -> recipe.map(config -> config.setSchedule(Schedule.cosine(1e30, 0))),
            Choice.AS_IT_IS.layers());
    List<ProbeReport> soFar = new ArrayList<>();
    RecipeProbe.Progress progress =
        new RecipeProbe.Progress() {
          @Override
          public void done(Choice choice, int images) {}

          @Override
          public void ended(ProbeReport report) {
            soFar.add(report);
          }
        };

    RecipeProbe.of(small(Recipe.NIN), 2, 1, all, 64, 80, progress)
        .run(List.of(wild, Choice.AS_IT_IS));

    assertThat(soFar).hasSize(2);
    assertThat(soFar.get(0).top1(wild)).containsExactly(Double.NaN);
    assertThat(soFar.get(1).top1(Choice.AS_IT_IS)[0]).isBetween(0.0, 100.0);
  }

  @Test
  void imagesHeldOutForValidationAreNotTrainedOn() {
    ImageDataset few = Cifar10Dataset.embeddedTest().subset(0, 50);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecipeProbe.of(Recipe.NIN, 1, 1, few, 41, 5_000, (choice, images) -> {}))
        .withMessage(
            "Of 50 images 10 are held out for validation, so at most 40 can be trained on, not 41.");
  }

  @Test
  void choicesOfTheRateMultiplyItAllTheTimeInEveryRecipe() {
    for (Recipe recipe : Recipe.all()) {
      Schedule usual = recipe.once(2).cycles().get(0).schedule();
      Schedule three = changed(recipe, "three times the rate").schedule();
      Schedule third = changed(recipe, "a third of the rate").schedule();
      for (double part : new double[] {0, 0.001, 0.02, 0.5, 0.9}) {
        double rate = usual.rate(part, 1);
        assertThat(three.rate(part, 1)).isCloseTo(3 * rate, within(1e-9));
        assertThat(third.rate(part, 1)).isCloseTo(rate / 3, within(1e-9));
      }
      assertThat(three.describe()).isEqualTo(usual.describe() + " times 3");
    }
  }

  @Test
  void choicesOfATrainingChangeWhatTheirNamesSay() {
    TrainingConfig usual = Recipe.NIN.once(2).cycles().get(0);

    assertThat(changed(Recipe.NIN, "half the batch").batch()).isEqualTo(usual.batch() / 2);
    assertThat(changed(Recipe.NIN, "no shifts").augmentation()).isEqualTo(Augmentation.FLIP);
    assertThat(changed(Recipe.NIN, "label smoothing 0.1").labelSmoothing()).isEqualTo(0.1);
    assertThat(changed(Recipe.NIN, "no decay").weightDecay()).isZero();
    assertThat(changed(Recipe.NIN, "as it is")).isEqualTo(usual);
  }

  @Test
  void choicesOfGradientsChangeWhatTheirNamesSay() {
    assertThat(layers("ApproxSign", BinActiv.class))
        .hasSize(7)
        .allMatch(sign -> sign.estimator() instanceof StraightThroughEstimator.ApproxSign);
    assertThat(layers("gradient of XNOR-Net", BinConv2d.class))
        .hasSize(7)
        .allMatch(conv -> conv.scaling().equals(new Scaling.Alpha(WeightGradient.XNOR_NET)));
    for (Recipe other : List.of(Recipe.NIN, Recipe.REACT12)) {
      assertThat(Choice.of(other))
          .extracting(Choice::name)
          .doesNotContain("ApproxSign", "gradient of XNOR-Net");
    }
  }

  @Test
  void choicesOfWaysToTrainBinaryWeightsChangeWhatTheirNamesSay() {
    Recipe recipe = Recipe.NIN_XNOR.once(5);

    assertThat(choice(Recipe.NIN_XNOR, "two stages").recipe().apply(recipe).cycles())
        .extracting(TrainingConfig::epochs, TrainingConfig::floatWeights)
        .containsExactly(tuple(2, true), tuple(3, false));
    assertThat(changed(Recipe.NIN_XNOR, "Bop").optimizer().describe())
        .isEqualTo(
            "Bop with gamma 0.1 and threshold 0.0000001 for binary weights and Adam for the rest");
    assertThat(changed(Recipe.NIN_XNOR, "AdamW").optimizer()).isEqualTo(new AdamW(0.01));
    assertThat(changed(Recipe.NIN_XNOR, "cutout of 12").augmentation().describe())
        .isEqualTo("crop and flip, cutout of 12");
    assertThat(changed(Recipe.NIN_XNOR, "mixup of 0.2").mixing()).isEqualTo(new Mixup(0.2));
    assertThat(changed(Recipe.NIN_XNOR, "weights averaged by 0.9").averaging()).isEqualTo(0.9);
    assertThat(changed(Recipe.NIN_XNOR, "gradients clipped to 1.0").clipNorm()).isEqualTo(1);
    for (String name : List.of("weight standardisation", "ReCU")) {
      assertThat(layers(name, BinConv2d.class))
          .hasSize(7)
          .noneMatch(conv -> conv.reparameterization() instanceof Reparameterization.None);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nin-xnor", "react12"})
  void allTrainingsOfASeedStartWithTheSameSignsAndFloatWeights(String name) {
    Recipe recipe = Recipe.named(name).orElseThrow();
    Map<String, Parameter> usual = Choice.AS_IT_IS.network(recipe.architecture(), 7).parameters();

    for (Choice choice : Choice.of(recipe)) {
      Network network = choice.network(recipe.architecture(), 7);
      network
          .parameters()
          .forEach(
              (parameter, it) ->
                  assertThat(it.role() == Parameter.Role.LATENT ? signs(it) : it.floats())
                      .as(choice.name() + " " + parameter)
                      .isEqualTo(
                          it.role() == Parameter.Role.LATENT
                              ? signs(usual.get(parameter))
                              : usual.get(parameter).floats()));
    }
  }

  private static float[] signs(Parameter latent) {
    return WeightBinarizer.signs(latent.value()).data().asFloat();
  }

  @Test
  void oneEpochHasNoTwoStages() {
    assertThat(Choice.of(Recipe.NIN_XNOR.once(1)))
        .extracting(Choice::name)
        .contains("Bop")
        .doesNotContain("two stages");
  }

  @Test
  void aProbeThatWasStoppedGoesOnWithTheSameSettingsOnly() {
    ImageDataset all = Cifar10Dataset.embeddedTest().subset(0, 400);
    List<Choice> choices = List.of(Choice.AS_IT_IS);
    ProbeReport first = probe(all, 64).run(choices, directory);
    TrialFile file = TrialFile.open(directory, first.settings());

    assertThat(file.find(Choice.AS_IT_IS, 1)).contains(first.trials().get(0));
    assertThat(probe(all, 64).run(choices, directory).trials()).isEqualTo(first.trials());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialFile.open(directory, "other settings"))
        .withMessageContaining("is of a probe of other settings (# " + first.settings());
  }

  private static RecipeProbe probe(ImageDataset all, int images) {
    return RecipeProbe.of(small(Recipe.NIN_XNOR), 1, 1, all, images, 80, (choice, more) -> {});
  }

  @Test
  void someChoicesComeWithTheRecipeAsItIs() {
    assertThat(Choice.of(Recipe.NIN, List.of("no decay", "no shifts")))
        .extracting(Choice::name)
        .containsExactly("as it is", "no shifts", "no decay");
    assertThat(Choice.of(Recipe.NIN, List.of())).hasSameSizeAs(Choice.of(Recipe.NIN));
  }

  @Test
  void aRecipeLosesTheTeacherItHasAndGetsOneIfItHasNone() {
    assertThat(changed(Recipe.NIN_XNOR, "no teacher").distillation()).isEmpty();
    assertThat(changed(Recipe.NIN_GC, "taught by nin").distillation())
        .contains(new Distillation("nin", 4, 0.5));
  }

  @Test
  void aTaughtRecipeIsTriedWithItsTeacher() {
    ImageDataset all = Cifar10Dataset.embeddedTest().subset(0, 200);

    ProbeReport report =
        RecipeProbe.of(small(Recipe.NIN_XNOR), 1, 1, all, 64, 80, (choice, more) -> {})
            .run(List.of(Choice.AS_IT_IS));

    assertThat(report.top1(Choice.AS_IT_IS)).hasSize(1).doesNotContain(Double.NaN);
  }

  private static Recipe small(Recipe recipe) {
    return recipe.map(config -> config.optBatch(BATCH));
  }

  private static TrainingConfig changed(Recipe recipe, String name) {
    return choice(recipe, name).recipe().apply(recipe.once(2)).cycles().get(0);
  }

  private static <T extends Layer> List<T> layers(String name, Class<T> kind) {
    return choice(Recipe.NIN_XNOR, name)
        .network(NinArchitecture.NIN_XNOR, 1)
        .layers()
        .values()
        .stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static Choice choice(Recipe recipe, String name) {
    return Choice.of(recipe).stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static Trial trial(Choice choice, long seed, int correctOfAThousand) {
    return new Trial(choice, seed, correctOfAThousand / 10.0, 2.0);
  }
}
