// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.SoundValues;
import io.github.bnn4j.layers.engine.BoundNetwork;
import io.github.bnn4j.layers.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network an epoch at a time.
 *
 * <p>All state is in {@link #state} and the number of epochs done; a trainer that is given both
 * goes on exactly as the one they came from would have. Not thread-safe.
 */
public final class Trainer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final String LOADING = "loading a batch of images";

  /** After so many batches the running statistics hold less than a twentieth of those before. */
  private static final int STATISTICS_BATCHES = 30;

  private final Network network;
  private final TrainingConfig config;
  private final ImageSource data;
  private final Optional<ImageSource> validation;
  private final List<TrainingListener> listeners;
  private final BoundNetwork bound;
  private final BatchSource source;
  private final Updater updater;
  private final GradientNorm norm;
  private final WeightWatch weights;
  private final Optional<Averages> averages;
  private final BatchLoss loss;
  private final StallWatch watch;
  private final Belongings belongings;
  private int epochsDone;

  private Trainer(Builder builder, Belongings belongings) {
    this.belongings = belongings;
    this.watch = belongings.add(StallWatch.start(LOG::warn), StallWatch::close);
    Engine engine = builder.engine.orElseGet(Engine::fastest);
    this.network = builder.network;
    this.config = builder.config;
    this.data = builder.data;
    this.validation = builder.validation;
    this.listeners = List.copyOf(builder.listeners);
    network.binarizeWeights(!config.floatWeights());
    TrainingStart start = new TrainingStart(engine.description(), data.size(), config.batch());
    listeners.forEach(listener -> listener.onStart(start));
    watch.begin("compiling the network");
    this.bound = belongings.add(engine.bind(network, config.batch()), BoundNetwork::close);
    this.source =
        belongings.add(
            new BatchSource(data, new PixelScaling(config.input()), config.batch()),
            BatchSource::close);
    this.updater = belongings.add(new Updater(network, config), Updater::close);
    this.norm = new GradientNorm(network);
    this.weights = new WeightWatch(network, norm);
    this.averages =
        config.averaging() > 0
            ? Optional.of(
                belongings.add(new Averages(network, config.averaging()), Averages::close))
            : Optional.empty();
    Optional<Teacher> teacher =
        builder.teacher.map(
            other ->
                belongings.add(
                    new Teacher(other, engine, config.distillation().orElseThrow(), config.batch()),
                    Teacher::close));
    this.loss =
        belongings.add(
            new BatchLoss(config.labelSmoothing(), teacher, network.output(), config.batch()),
            BatchLoss::close);
    watch.rest();
  }

  /**
   * Starts a trainer of a network as it is: initialise it first, or load its weights.
   *
   * @param network what is trained, in place
   * @param data images to train on, at least one batch
   * @param config how it is trained
   * @return a builder that needs nothing else
   */
  public static Builder builder(Network network, ImageSource data, TrainingConfig config) {
    return new Builder(network, data, config);
  }

  /**
   * The number of epochs done.
   *
   * @return 0 to the configuration's epochs
   */
  public int epochsDone() {
    return epochsDone;
  }

  /**
   * The optimizer's arrays by name, until the trainer is closed; together with the network's
   * parameters and the number of epochs done all there is to a training.
   *
   * @return the arrays themselves, in a new map
   */
  public Map<String, INDArray> state() {
    Map<String, INDArray> all = new LinkedHashMap<>(updater.state());
    averages.ifPresent(it -> all.putAll(it.state()));
    return all;
  }

  /**
   * Goes on with a training whose parameters and {@link #state} have been copied into this one.
   *
   * @param epochs epochs that were done, 0 to the configuration's epochs
   * @throws IllegalArgumentException if there are not so many
   */
  public void resumeAfter(int epochs) {
    if (epochs < 0 || epochs > config.epochs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A training of %s cannot go on after %d.",
              Count.of(config.epochs(), "epoch"),
              epochs));
    }
    epochsDone = epochs;
  }

  /**
   * Trains one epoch and measures on the validation images, with the rounding that the engine
   * trains with.
   *
   * @return what it brought
   * @throws IllegalStateException if all epochs are done
   * @throws DivergedException if the loss or a gradient is no longer a number, or at the end of the
   *     epoch a parameter or one of the optimizer's arrays is not
   */
  public EpochResult runEpoch() {
    if (epochsDone == config.epochs()) {
      throw new IllegalStateException(
          "The training of " + Count.of(config.epochs(), "epoch") + " is done.");
    }
    network.anneal((double) epochsDone / config.epochs());
    network.randomize(config.seed() * 0xD1342543DE82EF95L + epochsDone);
    weights.start();
    Epoch epoch = new Epoch(epochsDone + 1);
    long start = System.nanoTime();
    watch.begin(LOADING);
    source.forEachShuffled(
        config.seed(),
        epochsDone,
        config.augmentation(),
        config.mixing(),
        Integer.MAX_VALUE,
        epoch::step);
    double seconds = (System.nanoTime() - start) / 1e9;
    requireSound(epoch);
    epochsDone++;
    EpochResult result =
        new EpochResult(
            epochsDone,
            epoch.rate,
            new Evaluation(epoch.images, epoch.correct, epoch.lossSum / epoch.step),
            validation.map(images -> withAverages(() -> evaluate(images))),
            epoch.normSum / epoch.step,
            weights.statistics(),
            seconds);
    watch.begin("a listener of epochs");
    listeners.forEach(listener -> listener.onEpoch(result));
    watch.rest();
    return result;
  }

  /**
   * Measures the network as it is, with the rounding that the engine trains with.
   *
   * @param images of the network's shape and classes
   * @return loss and accuracy
   * @throws IllegalArgumentException if they are of another number of classes
   */
  public Evaluation evaluate(ImageSource images) {
    Runnable onBatch = () -> watch.begin("a batch of an evaluation", bound::underWay);
    Evaluation evaluation = new Evaluator(bound, config.input(), onBatch).evaluate(images);
    watch.rest();
    return evaluation;
  }

  /**
   * Does something while the network has the weights that are worth keeping: where the training
   * averages weights, those averages, with running statistics of normalisations that are estimated
   * anew on some batches of the training images, for statistics of other weights do not fit.
   * Afterwards all is as before. Without averages the network is as it is.
   *
   * @param action measures, saves or packs the network, but does not train it
   * @param <T> what it brings
   * @return that
   */
  public <T> T withAverages(Supplier<T> action) {
    return averages.isEmpty()
        ? action.get()
        : averages
            .get()
            .inPlace(
                () -> {
                  estimateStatistics();
                  return action.get();
                });
  }

  /**
   * Ends the training with the weights that are worth keeping: as {@link #withAverages}, but for
   * good. Without averages the network is as it is.
   */
  public void adoptAverages() {
    averages.ifPresent(
        it -> {
          it.adopt();
          estimateStatistics();
        });
  }

  private void estimateStatistics() {
    source.forEachShuffled(
        config.seed(),
        epochsDone,
        config.augmentation(),
        config.mixing(),
        STATISTICS_BATCHES,
        batch -> {
          watch.begin("a batch for the statistics of normalisations", bound::underWay);
          bound.forward(batch.images(), true);
        });
    watch.rest();
  }

  /**
   * Trains all epochs that are left; see {@link #runEpoch}.
   *
   * @return what each of them brought
   * @throws DivergedException if the loss or a parameter is no longer a number
   */
  public List<EpochResult> run() {
    List<EpochResult> results = new ArrayList<>();
    while (epochsDone < config.epochs()) {
      results.add(runEpoch());
    }
    return results;
  }

  /** A sign hides a statistic that is no number from the loss, so they are looked at, too. */
  private void requireSound(Epoch epoch) {
    SoundValues.fault(network.parameters())
        .or(
            () ->
                state().entrySet().stream()
                    .flatMap(array -> SoundValues.fault(array.getKey(), array.getValue()).stream())
                    .findFirst())
        .ifPresent(
            fault -> {
              throw new DivergedException(
                  "At the end of epoch "
                      + epoch.number
                      + " "
                      + fault
                      + "; the learning rate is probably too high.");
            });
  }

  /** The sums of an epoch under way. */
  private final class Epoch {
    private final int number;
    private final int steps = data.size() / config.batch();
    private int step;
    private int images;
    private int correct;
    private double lossSum;
    private double normSum;
    private double rate;

    Epoch(int number) {
      this.number = number;
    }

    void step(LabelledBatch batch) {
      int iteration = (number - 1) * steps + step;
      watch.begin("step " + (step + 1) + " of epoch " + number, bound::underWay);
      rate = config.schedule().rate((double) iteration / steps, config.epochs());
      double lossNow = loss.evaluate(batch, bound.forward(batch.images(), true));
      if (!Double.isFinite(lossNow)) {
        throw diverged("loss", lossNow);
      }
      bound.backward(loss.gradient());
      double gradientNorm = norm.all();
      if (!Double.isFinite(gradientNorm)) {
        throw diverged("norm of the gradients", gradientNorm);
      }
      updater.update(rate, iteration, gradientNorm);
      averages.ifPresent(it -> it.add(iteration));
      step++;
      normSum += gradientNorm;
      List<LayerStep> layers = weights.step();
      images += batch.size();
      correct += loss.correct();
      lossSum += lossNow;
      StepResult result =
          new StepResult(
              number,
              step,
              steps,
              batch.size(),
              lossNow,
              100.0 * loss.correct() / batch.size(),
              rate,
              gradientNorm,
              weights.flips(),
              layers);
      watch.begin("a listener of steps");
      listeners.forEach(listener -> listener.onStep(result));
      watch.begin(LOADING);
    }

    private DivergedException diverged(String what, double value) {
      return new DivergedException(
          String.format(
              Locale.ROOT,
              "The %s is %s in step %d of epoch %d; the learning rate %s is probably too high.",
              what,
              value,
              step + 1,
              number,
              rate));
    }
  }

  @Override
  public void close() {
    belongings.close();
  }

  /** Collects what a training may have besides network, images and configuration. */
  public static final class Builder {
    private final Network network;
    private final ImageSource data;
    private final TrainingConfig config;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<Engine> engine = Optional.empty();
    private Optional<ImageSource> validation = Optional.empty();
    private Optional<Network> teacher = Optional.empty();

    private Builder(Network network, ImageSource data, TrainingConfig config) {
      this.network = network;
      this.data = data;
      this.config = config;
    }

    /**
     * Sets what computes.
     *
     * @param value {@link Engine#fastest} unless set
     * @return this builder
     */
    public Builder optEngine(Engine value) {
      engine = Optional.of(value);
      return this;
    }

    /**
     * Sets images to measure on after each epoch.
     *
     * @param value none unless set
     * @return this builder
     */
    public Builder optValidation(ImageSource value) {
      validation = Optional.of(value);
      return this;
    }

    /**
     * Adds one who is told of each step and epoch, after those added before.
     *
     * @param value called on the thread that trains
     * @return this builder
     */
    public Builder optListener(TrainingListener value) {
      listeners.add(value);
      return this;
    }

    /**
     * Sets the trained network of {@link TrainingConfig#distillation}. It sees the images as
     * augmented, with its running statistics, and does not change.
     *
     * @param value none unless set
     * @return this builder
     */
    public Builder optTeacher(Network value) {
      teacher = Optional.of(value);
      return this;
    }

    /**
     * Makes the trainer, which has native memory until it is closed.
     *
     * @return a trainer that has done no epoch yet
     * @throws IllegalArgumentException if there are fewer images than a batch takes, or their shape
     *     or classes are not the network's or the teacher's, or the configuration wants a teacher
     *     and there is none, or the reverse
     */
    public Trainer build() {
      if (data.size() < config.batch()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "A batch of %d is not filled by %s; use a smaller batch or more images.",
                config.batch(),
                Count.of(data.size(), "training image")));
      }
      requireFitting(network, data);
      validation.ifPresent(images -> requireFitting(network, images));
      teacher.ifPresent(other -> requireFitting(other, data));
      if (teacher.isPresent() != config.distillation().isPresent()) {
        throw new IllegalArgumentException(
            config
                .distillation()
                .map(wanted -> "The training is " + wanted.describe() + ", but has no teacher.")
                .orElse("There is a teacher, but the configuration has no distillation."));
      }
      Belongings belongings = new Belongings();
      try {
        return new Trainer(this, belongings);
      } catch (RuntimeException | Error e) {
        belongings.close();
        throw e;
      }
    }

    private static void requireFitting(Network network, ImageSource data) {
      if (!data.shape().equals(network.input()) || data.classes() != network.output().size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "A network from %s to %s does not fit images of shape %s and %d classes.",
                network.input(),
                network.output(),
                data.shape(),
                data.classes()));
      }
    }
  }
}
