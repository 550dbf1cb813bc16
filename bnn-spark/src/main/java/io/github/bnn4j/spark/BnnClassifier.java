// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.layers.Network;
import io.github.bnn4j.layers.pack.Packer;
import io.github.bnn4j.spark.input.Columns;
import io.github.bnn4j.spark.input.PictureInput;
import io.github.bnn4j.spark.train.ClusterTraining;
import io.github.bnn4j.spark.train.EpochReport;
import io.github.bnn4j.spark.train.Example;
import io.github.bnn4j.spark.train.Labels;
import io.github.bnn4j.spark.train.ReadExamples;
import io.github.bnn4j.spark.train.RecipeChoice;
import io.github.bnn4j.zoo.Architecture;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
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
    implements HasPictures<BnnClassifier>,
        HasAnswers<BnnClassifier>,
        HasTraining<BnnClassifier>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(BnnClassifier.class);

  private final String uid;
  private final PictureParams pictureParams;
  private final AnswerParams answerParams;
  private final TrainingParams trainingParams;
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
    pictureParams = new PictureParams(this);
    answerParams = new AnswerParams(this);
    trainingParams = new TrainingParams(this);
  }

  /** {@return what reads estimators that were saved} */
  public static MLReader<BnnClassifier> read() {
    return new StageReader<>(BnnClassifier.class, (uid, path) -> new BnnClassifier(uid));
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
            .select(
                Columns.named(dataset, getInputCol()).as("picture"),
                Columns.named(dataset, getLabelCol()).as("label"))
            .na()
            .drop(new String[] {"label"});
    Labels labels = Labels.of(rows.select("label"), label);
    RecipeChoice choice = TrainingParams.choice(this, labels.names());
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    LongAccumulator refused = context.sc().longAccumulator("bnn4j: pictures left out");
    PictureInput input = PictureParams.input(this, dataset.schema());
    JavaRDD<Example> examples =
        rows.javaRDD().mapPartitions(new ReadExamples(input, labels, choice, refused));
    ClusterTraining training =
        new ClusterTraining(
            context,
            choice,
            getWorkers(),
            getAveragesPerEpoch(),
            Optional.of(getCheckpointDir()).filter(folder -> !folder.isEmpty()),
            this::report);
    Architecture architecture = choice.recipe().architecture();
    BnnClassificationModel model;
    try (Network network = architecture.network()) {
      training.run(network, examples);
      model =
          new BnnClassificationModel(
              Packer.pack(network, architecture.name(), choice.input(), labels.names()));
    }
    if (refused.value() > 0) {
      LOG.warn("{} pictures that cannot be used were left out of the training.", refused.value());
    }
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
    Labels.requireType(Columns.field(schema, getLabelCol(), "labels"));
    return AnswerParams.added(schema, this, (answer, name) -> Metadata.empty());
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
  public PictureParams pictureParams() {
    return pictureParams;
  }

  @Override
  public AnswerParams answerParams() {
    return answerParams;
  }

  @Override
  public TrainingParams trainingParams() {
    return trainingParams;
  }
}
