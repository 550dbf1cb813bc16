// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.DirectoryLock;
import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.io.Checkpoint;
import io.github.bnn4j.layers.io.Provenance;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.layers.train.TrainingListener;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Recipe;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A training by a recipe that writes files, and can be stopped at any time and gone on with: it
 * then ends in exactly the weights that it would have had without the stop.
 *
 * <p>It writes into one directory: {@value #CHECKPOINT} after every epoch, whole or not at all;
 * {@value #HISTORY}, a row for each epoch; {@value #LAYERS}, one for each layer in it; {@value
 * #BEST}, the weights of the best epoch so far, if images are held out to tell; at the end of every
 * cycle {@value #WEIGHTS}, its weights in half precision without optimizer state; and at the end of
 * all {@value #PACKED}, the packed network.
 *
 * <p>Files record which version trained them as the system property {@code bnn4j.commit} names it.
 * Not thread-safe.
 */
public final class TrainingRun {

  /** The file with the whole state of a training, after each epoch. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** The file with the weights alone, in half precision, after each cycle. */
  public static final String WEIGHTS = "weights.safetensors";

  /** The file with the weights of the epoch that was the best on images that were held out. */
  public static final String BEST = "best.safetensors";

  /** The file with the packed network, at the end. */
  public static final String PACKED = "network.bnn";

  /** The file with a row for each epoch. */
  public static final String HISTORY = "history.csv";

  /** The file with a row for each epoch and layer. */
  public static final String LAYERS = "layers.csv";

  /** What a training starts from if nothing else is named. */
  public static final String RANDOM_WEIGHTS = "random weights";

  private final Recipe recipe;
  private final Path directory;
  private final List<String> labels;
  private final RunMetadata metadata;
  private final CycleTraining cycles;
  private final Optional<InitialWeights> init;
  private final boolean keepBest;

  private TrainingRun(Builder builder) {
    ImageDataset images = builder.images;
    int split = images.size() - builder.validation;
    this.recipe = builder.recipe;
    this.directory = builder.directory;
    this.labels = builder.labels.orElseGet(() -> recipe.architecture().labels());
    ImageDataset training = images.subset(0, split);
    Optional<ImageDataset> validation =
        builder.validation == 0
            ? Optional.empty()
            : Optional.of(images.subset(split, images.size()));
    this.metadata =
        new RunMetadata(
            recipe,
            Provenance.of(labels, training, validation, builder.test),
            training.size(),
            builder.script);
    this.cycles =
        new CycleTraining(
            directory,
            metadata,
            training,
            validation,
            builder.patience,
            List.copyOf(builder.listeners));
    this.init = builder.init;
    this.keepBest = builder.keepBest;
  }

  /**
   * What a training came to.
   *
   * @param network the trained network
   * @param history its epochs; none if the history of a finished training was lost
   * @param directory where its files are
   */
  public record Result(Network network, List<HistoryRow> history, Path directory) {

    /**
     * The last epoch.
     *
     * @return its row; none if the history of a finished training was lost
     */
    public Optional<HistoryRow> last() {
      return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    }

    /** {@return the file with the training's whole state} */
    public Path checkpoint() {
      return directory.resolve(CHECKPOINT);
    }

    /** {@return the file with the weights alone, in half precision} */
    public Path weights() {
      return directory.resolve(WEIGHTS);
    }

    /** {@return the file with the packed network} */
    public Path packed() {
      return directory.resolve(PACKED);
    }
  }

  /**
   * Starts a run.
   *
   * @param recipe network and cycles
   * @param images to train on
   * @param directory where to write
   * @return a builder that needs nothing else
   */
  public static Builder builder(Recipe recipe, ImageDataset images, Path directory) {
    return new Builder(recipe, images, directory);
  }

  /**
   * Trains, from the beginning to the end of the recipe. Takes as long as that does.
   *
   * @return what it came to
   * @throws IllegalArgumentException if the directory holds a training, or another program trains
   *     there
   * @throws IllegalStateException if the loss or a parameter is no longer a number; says which
   *     epoch the checkpoint holds
   * @throws UncheckedIOException if a file cannot be written
   */
  public Result start() {
    return DirectoryLock.holding(directory, this::startAlone);
  }

  private Result startAlone() {
    if (Files.exists(directory.resolve(CHECKPOINT))) {
      throw new IllegalArgumentException(
          directory + " already holds a training; resume it, or choose another directory.");
    }
    return run(startingNetwork(), Position.start(init), false);
  }

  /**
   * Goes on with the training in the directory, with the cycle that its checkpoint is of.
   *
   * @return what it came to
   * @throws IllegalArgumentException if there is nothing to resume, or it was a training with other
   *     settings, classes, images or weights to start from, or another program trains there
   * @throws BnnFormatException if the checkpoint is damaged
   * @throws IllegalStateException if the loss or a parameter is no longer a number; says which
   *     epoch the checkpoint holds
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public Result resume() {
    Path checkpoint = directory.resolve(CHECKPOINT);
    if (!Files.exists(checkpoint)) {
      throw new IllegalArgumentException(
          "There is no training to resume: " + checkpoint + " does not exist.");
    }
    return DirectoryLock.holding(directory, () -> resumeAlone(checkpoint));
  }

  private Result resumeAlone(Path checkpoint) {
    Map<String, String> saved = SafeTensors.read(checkpoint).metadata();
    metadata.provenance().requireSame(checkpoint.toString(), saved);
    init.ifPresent(weights -> requireStartedFrom(weights, checkpoint, saved));
    Position position = Position.of(checkpoint.toString(), saved, metadata);
    return run(recipe.architecture().network(), position, true);
  }

  /** The options of the first call are those of all that go on with it. */
  private static void requireStartedFrom(
      InitialWeights weights, Path checkpoint, Map<String, String> saved) {
    String start = saved.getOrDefault(RunMetadata.START, "unknown");
    if (!start.equals(weights.source())) {
      throw new IllegalArgumentException(
          checkpoint
              + " is of a training that started from "
              + start
              + ", not from "
              + weights.source()
              + ".");
    }
  }

  private Network startingNetwork() {
    long seed = recipe.cycles().get(0).seed();
    return init.map(weights -> weights.network(recipe.architecture(), seed))
        .orElseGet(
            () -> {
              Network random = recipe.architecture().network();
              random.initialize(seed);
              return random;
            });
  }

  private Result run(Network network, Position from, boolean resume) {
    Position position = from;
    List<HistoryRow> history = cycles.train(network, position, resume);
    while (!position.isLastOf(recipe)) {
      position = position.next(recipe, history);
      history = cycles.train(network, position, false);
    }
    Path best = directory.resolve(BEST);
    if (keepBest && Files.exists(best)) {
      Checkpoint.load(best, network);
    }
    Architecture architecture = recipe.architecture();
    Packer.pack(network, architecture.name(), architecture.input(), labels)
        .write(directory.resolve(PACKED));
    return new Result(network, history, directory);
  }

  /** Collects what a run may have besides recipe, images and directory. */
  public static final class Builder {
    private final Recipe recipe;
    private final ImageDataset images;
    private final Path directory;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<List<String>> labels = Optional.empty();
    private int validation;
    private Optional<ImageDataset> test = Optional.empty();
    private Optional<InitialWeights> init = Optional.empty();
    private boolean keepBest;
    private int patience;
    private String script = TrainingRun.class.getName();

    private Builder(Recipe recipe, ImageDataset images, Path directory) {
      this.recipe = recipe;
      this.images = images;
      this.directory = directory;
    }

    /**
     * Sets the names of the classes, which all files record.
     *
     * @param value in the order of the logits; those of the recipe's network unless set
     * @return this builder
     */
    public Builder optLabels(List<String> value) {
      labels = Optional.of(List.copyOf(value));
      return this;
    }

    /**
     * Holds out images to measure on after each epoch.
     *
     * @param value how many of the last images, 0 (unless set) to below all
     * @return this builder
     */
    public Builder optValidation(int value) {
      validation = value;
      return this;
    }

    /**
     * Ends with the weights of the epoch that was the best on the images held out, instead of those
     * of the last.
     *
     * @return this builder
     */
    public Builder optKeepBest() {
      keepBest = true;
      return this;
    }

    /**
     * Ends a cycle early: when its best epoch on the images held out is so many epochs ago. What
     * the cycle ends with is the last epoch unless the best is kept. A training that is resumed
     * reads from its history whether it was over.
     *
     * @param value at least 1; never early unless set
     * @return this builder
     */
    public Builder optPatience(int value) {
      patience = value;
      return this;
    }

    /**
     * Names the images that the result will be measured on, for the files to record. Nothing within
     * a training depends on them.
     *
     * @param value none unless set
     * @return this builder
     */
    public Builder optTest(ImageDataset value) {
      test = Optional.of(value);
      return this;
    }

    /**
     * Sets what the first cycle starts from. A training that is resumed has started, and must have
     * done so from these.
     *
     * @param value random weights unless set
     * @return this builder
     */
    public Builder optInit(InitialWeights value) {
      init = Optional.of(value);
      return this;
    }

    /**
     * Adds one who is told of each step and epoch and, if it is a {@link RunListener}, of cycles
     * and files, after those added before.
     *
     * @param value called on the thread that trains
     * @return this builder
     */
    public Builder optListener(TrainingListener value) {
      listeners.add(value);
      return this;
    }

    /**
     * Names the program that trains, for the files to record.
     *
     * @param value such as {@code ./bnn train}; the name of this class unless set
     * @return this builder
     */
    public Builder optScript(String value) {
      script = value;
      return this;
    }

    /**
     * Makes the run, without training yet. Takes fingerprints of the images, about a second for a
     * gigabyte.
     *
     * @return a run to start or to resume
     * @throws IllegalArgumentException if there are not as many images as shall be held out, or
     *     none are but the best epoch shall be kept or waited for, or the patience is negative, or
     *     there are more or fewer labels than the network has outputs
     */
    public TrainingRun build() {
      if (validation < 0 || validation >= images.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Of %,d images 0 to %,d can be held out for validation, not %,d.",
                images.size(),
                images.size() - 1,
                validation));
      }
      if ((keepBest || patience > 0) && validation == 0) {
        throw new IllegalArgumentException(
            "To keep the best epoch some images must be held out for validation.");
      }
      Require.that(patience >= 0, "A patience is at least 1 epoch, not %d.", patience);
      int classes = recipe.architecture().classes();
      labels
          .filter(names -> names.size() != classes)
          .ifPresent(
              names -> {
                throw new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "There are names of %d classes, but the network %s tells %d apart.",
                        names.size(),
                        recipe.architecture().name(),
                        classes));
              });
      return new TrainingRun(this);
    }
  }
}
