// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.spark.input.PictureInput;
import io.github.bnn4j.spark.train.ClusterTraining;
import io.github.bnn4j.spark.train.EpochReport;
import io.github.bnn4j.spark.train.Example;
import io.github.bnn4j.spark.train.Labels;
import io.github.bnn4j.spark.train.ReadExamples;
import io.github.bnn4j.spark.train.RecipeChoice;
import io.github.bnn4j.zoo.Recipe;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network on a column of pictures and a column of labels, on a cluster.
 *
 * <p>Each of several workers, tasks of Spark, trains on images of its own. So many times an epoch
 * they are averaged, weighted by the images they trained on: latent weights and all other
 * parameters, the running statistics of normalisations, and the arrays of the optimizer. Latent
 * weights stay in the set they may live in, as that is convex. One worker trains as one machine
 * does.
 *
 * <p>Which worker an image belongs to depends on the image alone. So the same images, parameters
 * and threads a task give the same network, whatever the partitions, the executors, and what
 * becomes of them: a task that is lost is run again. With a folder for checkpoints a training that
 * was stopped goes on after its last whole epoch when it is started again.
 *
 * <p>Executors need an ND4J backend and oneDNN on their class path. Pictures that cannot be used,
 * and rows without label, are left out; a warning says how many.
 */
public final class BnnClassifier extends Estimator<BnnClassificationModel>
    implements HasPictures<BnnClassifier>, DefaultParamsWritable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(BnnClassifier.class);

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> inputFormat;
  private final Param<String> resize;
  private final Param<String> labelCol;
  private final Param<String> recipe;
  private final IntParam epochs;
  private final IntParam batchSize;
  private final DoubleParam learningRate;
  private final LongParam seed;
  private final IntParam workers;
  private final IntParam averagesPerEpoch;
  private final Param<String> checkpointDir;
  private transient Consumer<EpochReport> progress;

  /** Makes an estimator that trains {@code nin-xnor} on one worker, unless told otherwise. */
  public BnnClassifier() {
    this(Identifiable$.MODULE$.randomUID("bnnClassifier"));
  }

  /**
   * Makes an estimator of a name.
   *
   * @param uid unique among the stages of a pipeline
   */
  public BnnClassifier(String uid) {
    this.uid = uid;
    PictureParams pictures = new PictureParams(this);
    inputCol = pictures.inputCol();
    inputFormat = pictures.inputFormat();
    resize = pictures.resize();
    labelCol = new Param<>(this, "labelCol", "column of labels, names or numbers from 0");
    setDefault(labelCol, "label");
    recipe =
        new Param<>(
            this, "recipe", "name of a recipe of the zoo, or of a class that supplies a recipe");
    setDefault(recipe, Recipe.NIN_XNOR.name());
    epochs = atLeast(0, "epochs", "epochs of one cycle, or 0 for the recipe's own cycles", 0);
    batchSize = atLeast(0, "batchSize", "images of a worker's step, or 0 for the recipe's own", 0);
    learningRate =
        new DoubleParam(
            this,
            "learningRate",
            "highest learning rate, falling to 0 along half a cosine, or 0 for the recipe's own",
            ParamValidators.gtEq(0));
    setDefault(learningRate, 0.0);
    seed = new LongParam(this, "seed", "seed of everything random");
    setDefault(seed, 1L);
    workers = atLeast(1, "workers", "tasks that train side by side", 1);
    averagesPerEpoch = atLeast(1, "averagesPerEpoch", "how often workers are averaged", 8);
    checkpointDir = new Param<>(this, "checkpointDir", "folder for checkpoints; none if empty");
    setDefault(checkpointDir, "");
  }

  private IntParam atLeast(int least, String name, String doc, int defaultValue) {
    IntParam parameter = new IntParam(this, name, doc, ParamValidators.gtEq(least));
    setDefault(parameter, defaultValue);
    return parameter;
  }

  /** {@return what reads estimators that were saved} */
  public static MLReader<BnnClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /**
   * Reads an estimator that was saved.
   *
   * @param path the folder, in any file system that Hadoop knows
   * @return the estimator
   */
  public static BnnClassifier load(String path) {
    return read().load(path);
  }

  @Override
  public BnnClassificationModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    StructField label = dataset.schema().apply(getLabelCol());
    Dataset<Row> rows =
        dataset
            .select(dataset.col("`" + getInputCol() + "`"), dataset.col("`" + label.name() + "`"))
            .na()
            .drop(new String[] {label.name()});
    Labels labels = Labels.of(rows, label);
    RecipeChoice choice =
        new RecipeChoice(
            getRecipe(),
            labels.names().size(),
            getEpochs(),
            getBatchSize(),
            getLearningRate(),
            getSeed());
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    LongAccumulator refused = context.sc().longAccumulator("bnn4j: pictures left out");
    PictureInput input = PictureParams.input(this, dataset.schema());
    JavaRDD<Example> examples =
        rows.javaRDD().mapPartitions(new ReadExamples(input, labels, choice, refused));
    Network network =
        new ClusterTraining(
                context,
                choice,
                getWorkers(),
                getAveragesPerEpoch(),
                Optional.of(getCheckpointDir()).filter(folder -> !folder.isEmpty()),
                this::report)
            .run(examples);
    if (refused.value() > 0) {
      LOG.warn("{} pictures that cannot be used were left out of the training.", refused.value());
    }
    BnnClassificationModel model =
        new BnnClassificationModel(
            Packer.pack(
                network, choice.recipe().architecture().name(), choice.input(), labels.names()));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  private void report(EpochReport epoch) {
    LOG.info(
        "Cycle {}, epoch {} of {}: loss {}, {} % of the training images, {} s.",
        epoch.cycle(), epoch.epoch(), epoch.epochs(), epoch.loss(), epoch.top1(), epoch.seconds());
    if (progress != null) {
      progress.accept(epoch);
    }
  }

  /**
   * Checks the columns of pictures and labels.
   *
   * @param schema the columns that are trained on
   * @return the columns that the trained model would make of them
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  @Override
  public StructType transformSchema(StructType schema) {
    PictureParams.input(this, schema);
    if (!Arrays.asList(schema.fieldNames()).contains(getLabelCol())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "There is no column %s of labels; the columns are %s.",
              getLabelCol(),
              String.join(", ", schema.fieldNames())));
    }
    Labels.requireType(schema.apply(getLabelCol()));
    return schema;
  }

  @Override
  public BnnClassifier copy(ParamMap extra) {
    BnnClassifier copy = copyValues(new BnnClassifier(uid), extra);
    copy.progress = progress;
    return copy;
  }

  /**
   * Lets someone hear of each epoch, on the thread that trains; not saved with the estimator.
   *
   * @param listener is told
   * @return this estimator
   */
  public BnnClassifier setProgress(Consumer<EpochReport> listener) {
    progress = listener;
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<String> inputCol() {
    return inputCol;
  }

  @Override
  public Param<String> inputFormat() {
    return inputFormat;
  }

  @Override
  public Param<String> resize() {
    return resize;
  }

  /** {@return the column of labels, names or whole numbers from 0} */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** {@return the column of labels, names or whole numbers from 0} */
  public String getLabelCol() {
    return getOrDefault(labelCol);
  }

  /**
   * Sets the column of labels, names or whole numbers from 0.
   *
   * @param value its name; {@code label} unless set
   * @return this estimator
   */
  public BnnClassifier setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  /** {@return the recipe: network, optimizer, learning rates, epochs, augmentation} */
  public Param<String> recipe() {
    return recipe;
  }

  /** {@return the recipe: network, optimizer, learning rates, epochs, augmentation} */
  public String getRecipe() {
    return getOrDefault(recipe);
  }

  /**
   * Sets the recipe: network, optimizer, learning rates, epochs, augmentation.
   *
   * @param value the name of a recipe of the zoo, such as {@code nin-xnor}, as it is unless set; or
   *     that of a class that implements {@code Supplier<Recipe>} and has a public constructor
   *     without arguments
   * @return this estimator
   */
  public BnnClassifier setRecipe(String value) {
    set(recipe, value);
    return this;
  }

  /** {@return the epochs of one cycle that is otherwise like the recipe's last} */
  public IntParam epochs() {
    return epochs;
  }

  /** {@return the epochs of one cycle that is otherwise like the recipe's last} */
  public int getEpochs() {
    return (Integer) getOrDefault(epochs);
  }

  /**
   * Sets the epochs of one cycle that is otherwise like the recipe's last.
   *
   * @param value at least 1, or 0 for the recipe's own cycles, as it is unless set
   * @return this estimator
   */
  public BnnClassifier setEpochs(int value) {
    set(epochs, value);
    return this;
  }

  /** {@return the images of a step of each worker} */
  public IntParam batchSize() {
    return batchSize;
  }

  /** {@return the images of a step of each worker} */
  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  /**
   * Sets the images of a step of each worker.
   *
   * @param value at least 1, or 0 for the recipe's own number, as it is unless set
   * @return this estimator
   */
  public BnnClassifier setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /** {@return the highest learning rate, which falls to 0 along half a cosine} */
  public DoubleParam learningRate() {
    return learningRate;
  }

  /** {@return the highest learning rate, which falls to 0 along half a cosine} */
  public double getLearningRate() {
    return (Double) getOrDefault(learningRate);
  }

  /**
   * Sets the highest learning rate, which falls to 0 along half a cosine.
   *
   * @param value above 0, or 0 for the recipe's own rates, as it is unless set
   * @return this estimator
   */
  public BnnClassifier setLearningRate(double value) {
    set(learningRate, value);
    return this;
  }

  /** {@return the seed of everything random; each later cycle adds 1} */
  public LongParam seed() {
    return seed;
  }

  /** {@return the seed of everything random; each later cycle adds 1} */
  public long getSeed() {
    return (Long) getOrDefault(seed);
  }

  /**
   * Sets the seed of everything random; each later cycle adds 1.
   *
   * @param value any number; 1 unless set
   * @return this estimator
   */
  public BnnClassifier setSeed(long value) {
    set(seed, value);
    return this;
  }

  /** {@return how many tasks train side by side, each on images of its own} */
  public IntParam workers() {
    return workers;
  }

  /** {@return how many tasks train side by side, each on images of its own} */
  public int getWorkers() {
    return (Integer) getOrDefault(workers);
  }

  /**
   * Sets how many tasks train side by side, each on images of its own.
   *
   * @param value at least 1, as it is unless set; more than there are task slots take turns
   * @return this estimator
   */
  public BnnClassifier setWorkers(int value) {
    set(workers, value);
    return this;
  }

  /** {@return how often an epoch the workers are averaged} */
  public IntParam averagesPerEpoch() {
    return averagesPerEpoch;
  }

  /** {@return how often an epoch the workers are averaged} */
  public int getAveragesPerEpoch() {
    return (Integer) getOrDefault(averagesPerEpoch);
  }

  /**
   * Sets how often an epoch the workers are averaged.
   *
   * @param value at least 1; 8 unless set; no more than a worker has steps
   * @return this estimator
   */
  public BnnClassifier setAveragesPerEpoch(int value) {
    set(averagesPerEpoch, value);
    return this;
  }

  /**
   * {@return the folder for checkpoints, of any file system that Hadoop knows; each training has a
   * folder of its own there, and goes on with what it finds in it}
   */
  public Param<String> checkpointDir() {
    return checkpointDir;
  }

  /**
   * {@return the folder for checkpoints, of any file system that Hadoop knows; each training has a
   * folder of its own there, and goes on with what it finds in it}
   */
  public String getCheckpointDir() {
    return getOrDefault(checkpointDir);
  }

  /**
   * Sets the folder for checkpoints, of any file system that Hadoop knows; each training has a
   * folder of its own there, and goes on with what it finds in it.
   *
   * @param value a folder, or the empty text for no checkpoints, as it is unless set
   * @return this estimator
   */
  public BnnClassifier setCheckpointDir(String value) {
    set(checkpointDir, value);
    return this;
  }
}
