// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.ConvGeometry;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Conv2d;
import io.github.bnn4j.layers.Layer;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.Operation;
import io.github.bnn4j.layers.PatternImages;
import io.github.bnn4j.layers.Pool;
import io.github.bnn4j.layers.SoftmaxCrossEntropy;
import io.github.bnn4j.layers.TinyNetworks;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import io.github.bnn4j.layers.engine.Nd4jEngine;
import io.github.bnn4j.layers.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;

class DistillationTest {

  @Property(tries = 50)
  void lossIsTheDivergenceFromTheSoftenedTeacher(
      @ForAll @IntRange(min = 2, max = 6) int classes,
      @ForAll @DoubleRange(min = 0.5, max = 8) double temperature,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random, 2 * classes);
    float[] teacher = logits(random, 2 * classes);
    double expected = 0;
    for (int i = 0; i < 2; i++) {
      for (int k = 0; k < classes; k++) {
        double p = probability(teacher, i, k, classes, temperature);
        double q = probability(logits, i, k, classes, temperature);
        expected += temperature * temperature * p * Math.log(p / q) / 2;
      }
    }

    assertThat(new DistillationLoss(temperature).mix(logits, teacher, 2, 1, new float[2 * classes]))
        .isCloseTo(expected, within(1e-9));
  }

  private static double probability(
      float[] logits, int image, int k, int classes, double temperature) {
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += Math.exp(logits[image * classes + j] / temperature);
    }
    return Math.exp(logits[image * classes + k] / temperature) / sum;
  }

  @Property(tries = 50)
  void gradientIsTheDerivativeOfTheMixedLoss(
      @ForAll @IntRange(min = 2, max = 5) int classes,
      @ForAll @IntRange(min = 1, max = 3) int images,
      @ForAll @DoubleRange(min = 0.5, max = 8) double temperature,
      @ForAll @DoubleRange(min = 0.05, max = 1) double weight,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random, images * classes);
    float[] teacher = logits(random, images * classes);
    int[] labels = random.ints(images, 0, classes).toArray();
    float[] gradient = new float[logits.length];
    mixed(logits, teacher, labels, temperature, weight, gradient);

    for (int i = 0; i < logits.length; i++) {
      float value = logits[i];
      float[] unused = new float[logits.length];
      logits[i] = value + 0x1p-8f;
      double above = mixed(logits, teacher, labels, temperature, weight, unused);
      logits[i] = value - 0x1p-8f;
      double below = mixed(logits, teacher, labels, temperature, weight, unused);
      logits[i] = value;
      assertThat((double) gradient[i]).isCloseTo((above - below) / 0x1p-7, within(1e-3));
    }
  }

  private static double mixed(
      float[] logits,
      float[] teacher,
      int[] labels,
      double temperature,
      double weight,
      float[] gradient) {
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(0);
    entropy.evaluate(logits, labels);
    entropy.copyGradient(gradient);
    double softened =
        new DistillationLoss(temperature).mix(logits, teacher, labels.length, weight, gradient);
    return (1 - weight) * entropy.loss() + weight * softened;
  }

  @Example
  void whoAnswersLikeTheTeacherHasNothingToLearn() {
    float[] logits = {1, 2, 3, -1, 0, 1};
    float[] gradient = {1, 1, 1, 1, 1, 1};

    double loss = new DistillationLoss(4).mix(logits, logits.clone(), 2, 1, gradient);

    assertThat(loss).isZero();
    assertThat(gradient).containsOnly(0);
  }

  @Example
  void studentLearnsItsTeachersClassesWithoutAnyLabel() {
    ImageDataset images = PatternImages.of(192, 1);
    Network teacher = taught();
    var before = TinyNetworks.values(teacher);
    ImageDataset unlabelled =
        new ImageDataset(images.shape(), images.classes(), images.pixels(), new int[192]);
    Network student = TinyNetworks.binary(PatternImages.CLASSES);
    student.initialize(3);
    TrainingConfig config = config(8).optDistillation(new Distillation("real", 2, 1)).build();

    try (Trainer trainer =
        Trainer.builder(student, unlabelled, config)
            .optValidation(PatternImages.of(64, 2))
            .optTeacher(teacher)
            .build()) {
      List<EpochResult> epochs = trainer.run();
      assertThat(epochs.get(epochs.size() - 1).validation().orElseThrow().top1()).isGreaterThan(90);
    }
    assertThat(TinyNetworks.values(teacher)).isEqualTo(before);
  }

  private static List<Network> teachers() {
    return List.of(
        TinyNetworks.real(PatternImages.CLASSES),
        TinyNetworks.binary(PatternImages.CLASSES),
        TinyNetworks.residual(PatternImages.CLASSES));
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void anyNetworkOfTheSameInputTeaches(@ForAll @IntRange(max = 2) int which) {
    Network teacher = teachers().get(which);
    teacher.initialize(7);
    Network student = TinyNetworks.residual(PatternImages.CLASSES);
    student.initialize(3);
    Network twin = TinyNetworks.residual(PatternImages.CLASSES);
    twin.initialize(3);
    ImageDataset images = PatternImages.of(16, 1);
    TrainingConfig config = config(1).optDistillation(new Distillation("it", 2, 1)).build();
    List<Double> losses = new ArrayList<>();

    try (Trainer trainer =
        Trainer.builder(student, images, config)
            .optTeacher(teacher)
            .optListener(TrainingListener.ofSteps(step -> losses.add(step.loss())))
            .build()) {
      trainer.run();
    }

    float[] answers = answers(twin, images, true);
    float[] lessons = answers(teacher, images, false);
    double expected =
        new DistillationLoss(2).mix(answers, lessons, 16, 1, new float[answers.length]);
    assertThat(losses).hasSize(1);
    assertThat(losses.get(0)).isCloseTo(expected, within(0.02 * expected));
  }

  /** The logits of the reference. */
  private static float[] answers(Network network, ImageDataset images, boolean training) {
    float[][] logits = {{}};
    try (BoundNetwork bound = new Nd4jEngine().bind(network, images.size());
        BatchSource source =
            new BatchSource(images, new PixelScaling(PatternImages.SPEC), images.size())) {
      source.forEachInOrder(
          batch -> logits[0] = bound.forward(batch.images(), training).dup().data().asFloat());
    }
    return logits[0];
  }

  /** A float network that knows the images. */
  private static Network taught() {
    Network network = TinyNetworks.real(PatternImages.CLASSES);
    network.initialize(5);
    TrainingConfig config = config(4).build();
    try (Trainer trainer = trainer(network, config, Optional.empty())) {
      while (trainer.epochsDone() < config.epochs()) {
        trainer.runEpoch();
      }
    }
    return network;
  }

  @Example
  void teacherAndConfigurationComeTogether() {
    Network network = TinyNetworks.real(PatternImages.CLASSES);
    TrainingConfig taught = config(1).optDistillation(new Distillation("real", 2, 0.5)).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(network, taught, Optional.empty()).close())
        .withMessage(
            "The training is taught by real at temperature 2 with weight 0.5, but has no teacher.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(network, config(1).build(), Optional.of(network)).close())
        .withMessage("There is a teacher, but the configuration has no distillation.");
  }

  @Example
  void aTeacherThatCannotBeBoundLeavesNothingOfItsStudentBound() {
    AtomicInteger bound = new AtomicInteger();
    Network network = closing(bound::decrementAndGet);
    Network teacher = TinyNetworks.real(PatternImages.CLASSES);
    Engine engine =
        new Engine() {
          @Override
          public BoundNetwork bind(Network which, int batch) {
            if (which == teacher) {
              throw new IllegalStateException("There is no memory for a teacher.");
            }
            bound.incrementAndGet();
            return new Nd4jEngine().bind(which, batch);
          }

          @Override
          public String description() {
            return "an engine";
          }
        };
    TrainingConfig taught = config(1).optDistillation(new Distillation("real", 2, 0.5)).build();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Trainer.builder(network, PatternImages.of(48, 1), taught)
                    .optTeacher(teacher)
                    .optEngine(engine)
                    .build())
        .withMessage("There is no memory for a teacher.");
    assertThat(bound).hasValue(0);
  }

  private static Network closing(Runnable onClose) {
    return Network.builder(TinyNetworks.INPUT)
        .add("closing", new Closing(onClose))
        .add("conv", new Conv2d(new ConvGeometry(3, PatternImages.CLASSES, 1, 1, 0, 1)))
        .add("pool", Pool.average(8, 8, 0))
        .build();
  }

  /** Changes nothing, and says when it is closed. */
  private record Closing(Runnable onClose) implements Layer, Operation {
    @Override
    public FeatureShape outputShape(FeatureShape input) {
      return input;
    }

    @Override
    public Operation bind(FeatureShape input) {
      return this;
    }

    @Override
    public INDArray forward(INDArray input, boolean training) {
      return input;
    }

    @Override
    public INDArray backward(INDArray outputGradient) {
      return outputGradient;
    }

    @Override
    public void close() {
      onClose.run();
    }
  }

  @Example
  void temperatureAndWeightAreInTheirRanges() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Distillation("nin", wrong, 0.5))
          .withMessage("A temperature is a number above 0, not " + wrong + ".");
    }
    for (double wrong : new double[] {0, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Distillation("nin", 4, wrong))
          .withMessage("A teacher's weight is above 0 and at most 1, not " + wrong + ".");
    }
  }

  private static TrainingConfig.Builder config(int epochs) {
    return TrainingConfig.builder()
        .setInput(PatternImages.SPEC)
        .setEpochs(epochs)
        .setOptimizer(Optimizer.ADAM)
        .setSchedule(Schedule.cosine(0.01, 0))
        .optBatch(16);
  }

  private static Trainer trainer(
      Network network, TrainingConfig config, Optional<Network> teacher) {
    Trainer.Builder builder = Trainer.builder(network, PatternImages.of(192, 1), config);
    teacher.ifPresent(builder::optTeacher);
    return builder.build();
  }

  private static float[] logits(Random random, int count) {
    float[] logits = new float[count];
    for (int i = 0; i < count; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    return logits;
  }
}
