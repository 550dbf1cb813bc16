// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.spark.classify.Answer;
import io.github.bnn4j.spark.classify.Classification;
import io.github.bnn4j.spark.classify.Meters;
import io.github.bnn4j.spark.classify.SharedNetwork;
import io.github.bnn4j.spark.input.Columns;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Classifies a column of pictures with a packed network, in pure Java on every executor.
 *
 * <pre>{@code
 * Dataset<Row> files = spark.read().format("binaryFile").load("hdfs:///pictures");
 * BnnClassificationModel.pretrained("nin-xnor").transform(files)
 *     .select("path", "predictedLabel", "reason");
 * }</pre>
 *
 * <p>A picture that cannot be used, such as a damaged one, has null in all columns of the result
 * but the last, which says why; it never fails the job. Columns whose name is set to the empty text
 * are left out.
 *
 * <p>Immutable but for its parameters, as all stages of Spark ML; not to be changed by one thread
 * while another uses it.
 */
public final class BnnClassificationModel extends Model<BnnClassificationModel>
    implements HasPictures<BnnClassificationModel>, HasAnswers<BnnClassificationModel>, MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final SharedNetwork network;
  private final PictureParams pictureParams;
  private final AnswerParams answerParams;

  /**
   * Makes a model of a network.
   *
   * @param network the network
   */
  public BnnClassificationModel(PackedNetwork network) {
    this(Identifiable$.MODULE$.randomUID("bnn"), new SharedNetwork(network));
  }

  BnnClassificationModel(String uid, SharedNetwork network) {
    this.uid = uid;
    this.network = network;
    pictureParams = new PictureParams(this);
    answerParams = new AnswerParams(this);
  }

  /**
   * Makes a model of a file.
   *
   * @param path a {@code .bnn} file, in any file system that Hadoop knows
   * @return the model
   * @throws BnnFormatException if the file is missing, no packed network, damaged, or of a later
   *     version
   */
  public static BnnClassificationModel fromFile(String path) {
    return new BnnClassificationModel(NetworkFile.read(path));
  }

  /**
   * Makes a model of a network that comes with the library.
   *
   * @param name such as {@code nin-xnor}
   * @return the model
   * @throws IllegalArgumentException if there is no such network
   */
  public static BnnClassificationModel pretrained(String name) {
    return PretrainedWeights.all().stream()
        .filter(weights -> weights.architecture().name().equals(name))
        .findFirst()
        .map(weights -> new BnnClassificationModel(weights.load()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "There is no pretrained network %s; there are %s.",
                        name,
                        PretrainedWeights.all().stream()
                            .map(weights -> weights.architecture().name())
                            .collect(Collectors.joining(", ")))));
  }

  /** {@return what reads models that were saved} */
  public static MLReader<BnnClassificationModel> read() {
    return new StageReader<>(
        BnnClassificationModel.class,
        (uid, path) ->
            new BnnClassificationModel(
                uid, new SharedNetwork(NetworkFile.read(path + "/" + ModelWriter.NETWORK))));
  }

  /**
   * Reads a model that was saved.
   *
   * @param path the folder, in any file system that Hadoop knows
   * @return the model
   */
  public static BnnClassificationModel load(String path) {
    return read().load(path);
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this, network);
  }

  /** {@return the network} */
  public PackedNetwork network() {
    return network.network();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    SparkContext context = dataset.sparkSession().sparkContext();
    Map<Answer, String> columns = AnswerParams.columns(this);
    Classification classification =
        new Classification(
            JavaSparkContext.fromSparkContext(context).broadcast(network),
            PictureParams.input(this, dataset.schema()),
            List.copyOf(columns.keySet()),
            getTopK(),
            new Meters(context));
    // Not deterministic, says Spark of what it may not run twice: once a picture is enough.
    Column answers =
        functions
            .udf(classification, classification.type())
            .asNondeterministic()
            .apply(Columns.named(dataset, getInputCol()));
    String together = uid + "_answers";
    Dataset<Row> answered = dataset.withColumn(together, answers);
    List<Column> selected = new ArrayList<>();
    for (String name : dataset.columns()) {
      selected.add(Columns.named(answered, name));
    }
    columns.forEach(
        (answer, name) ->
            selected.add(
                Columns.named(answered, together)
                    .getField(answer.name())
                    .as(name, metadata(answer, name))));
    return answered.select(selected.toArray(Column[]::new));
  }

  /** The names of the classes go with their numbers, as in all of Spark ML. */
  private Metadata metadata(Answer answer, String name) {
    return answer == Answer.PREDICTION
        ? NominalAttribute.defaultAttr()
            .withName(name)
            .withValues(network().labels().toArray(String[]::new))
            .toMetadata()
        : Metadata.empty();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    PictureParams.input(this, schema).requireMakes(network().input());
    return AnswerParams.added(schema, this, this::metadata);
  }

  @Override
  public BnnClassificationModel copy(ParamMap extra) {
    return copyValues(new BnnClassificationModel(uid, network), extra).setParent(parent());
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
}
