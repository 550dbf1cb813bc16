// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.spark.classify.Answer;
import io.github.bnn4j.spark.classify.Classification;
import io.github.bnn4j.spark.classify.Meters;
import io.github.bnn4j.spark.classify.SharedNetwork;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
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
    implements HasPictures<BnnClassificationModel>, MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final SharedNetwork network;
  private final Param<String> inputCol;
  private final Param<String> inputFormat;
  private final Param<String> resize;
  private final Param<String> predictionCol;
  private final Param<String> predictedLabelCol;
  private final Param<String> probabilityCol;
  private final Param<String> rawPredictionCol;
  private final Param<String> topKCol;
  private final IntParam topK;
  private final Param<String> reasonCol;

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
    PictureParams pictures = new PictureParams(this);
    inputCol = pictures.inputCol();
    inputFormat = pictures.inputFormat();
    resize = pictures.resize();
    predictionCol = column("predictionCol", "prediction", "number of the most probable class");
    predictedLabelCol =
        column("predictedLabelCol", "predictedLabel", "name of the most probable class");
    probabilityCol = column("probabilityCol", "probability", "probability of every class");
    rawPredictionCol = column("rawPredictionCol", "rawPrediction", "logit of every class");
    topKCol = column("topKCol", "", "label, index and probability of the topK best classes");
    topK = new IntParam(this, "topK", "classes in topKCol, at least 1", ParamValidators.gtEq(1));
    setDefault(topK, 5);
    reasonCol = column("reasonCol", "reason", "why a picture has no prediction");
  }

  private Param<String> column(String name, String defaultValue, String holds) {
    Param<String> column =
        new Param<>(this, name, "column for the " + holds + "; left out if empty");
    setDefault(column, defaultValue);
    return column;
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
    return new ModelReader();
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
    Map<Answer, String> columns = columns();
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
            .apply(dataset.col(quoted(getInputCol())));
    String together = uid + "_answers";
    Dataset<Row> answered = dataset.withColumn(together, answers);
    List<Column> selected = new ArrayList<>();
    for (String name : dataset.columns()) {
      selected.add(answered.col(quoted(name)));
    }
    columns.forEach(
        (answer, name) ->
            selected.add(
                answered
                    .col(quoted(together))
                    .getField(answer.name())
                    .as(name, metadata(answer, name))));
    return answered.select(selected.toArray(Column[]::new));
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
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
    StructType result = schema;
    for (Map.Entry<Answer, String> column : columns().entrySet()) {
      String name = column.getValue();
      if (Arrays.asList(result.fieldNames()).contains(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "There would be two columns %s; give the result another name, or none.",
                name));
      }
      result =
          result.add(
              new StructField(name, column.getKey().type(), true, metadata(column.getKey(), name)));
    }
    return result;
  }

  /** The answers that are wanted, with the names of their columns. */
  private Map<Answer, String> columns() {
    Map<Answer, String> columns = new EnumMap<>(Answer.class);
    columns.put(Answer.PREDICTION, getPredictionCol());
    columns.put(Answer.PREDICTED_LABEL, getPredictedLabelCol());
    columns.put(Answer.PROBABILITY, getProbabilityCol());
    columns.put(Answer.RAW_PREDICTION, getRawPredictionCol());
    columns.put(Answer.TOP_K, getTopKCol());
    columns.put(Answer.REASON, getReasonCol());
    columns.values().removeIf(String::isEmpty);
    return columns;
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

  /** {@return the column for the number of the most probable class} */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** {@return the column for the name of the most probable class} */
  public Param<String> predictedLabelCol() {
    return predictedLabelCol;
  }

  /** {@return the column for the probability of every class} */
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** {@return the column for the logit of every class} */
  public Param<String> rawPredictionCol() {
    return rawPredictionCol;
  }

  /** {@return the column for the best classes, each with label, index and probability} */
  public Param<String> topKCol() {
    return topKCol;
  }

  /** {@return how many of the best classes} */
  public IntParam topK() {
    return topK;
  }

  /** {@return the column for why a picture has no prediction} */
  public Param<String> reasonCol() {
    return reasonCol;
  }

  /** {@return the name of the column for the number of the most probable class} */
  public String getPredictionCol() {
    return getOrDefault(predictionCol);
  }

  /**
   * Sets the column for the number of the most probable class.
   *
   * @param value its name, or the empty text to leave it out; {@code prediction} unless set
   * @return this model
   */
  public BnnClassificationModel setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  /** {@return the name of the column for the name of the most probable class} */
  public String getPredictedLabelCol() {
    return getOrDefault(predictedLabelCol);
  }

  /**
   * Sets the column for the name of the most probable class.
   *
   * @param value its name, or the empty text to leave it out; {@code predictedLabel} unless set
   * @return this model
   */
  public BnnClassificationModel setPredictedLabelCol(String value) {
    set(predictedLabelCol, value);
    return this;
  }

  /** {@return the name of the column for the probability of every class, a vector} */
  public String getProbabilityCol() {
    return getOrDefault(probabilityCol);
  }

  /**
   * Sets the column for the probability of every class, a vector.
   *
   * @param value its name, or the empty text to leave it out; {@code probability} unless set
   * @return this model
   */
  public BnnClassificationModel setProbabilityCol(String value) {
    set(probabilityCol, value);
    return this;
  }

  /** {@return the name of the column for the logit of every class, a vector} */
  public String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol);
  }

  /**
   * Sets the column for the logit of every class, a vector.
   *
   * @param value its name, or the empty text to leave it out; {@code rawPrediction} unless set
   * @return this model
   */
  public BnnClassificationModel setRawPredictionCol(String value) {
    set(rawPredictionCol, value);
    return this;
  }

  /**
   * {@return the name of the column for the best classes, an array of structures of label, index
   * and probability}
   */
  public String getTopKCol() {
    return getOrDefault(topKCol);
  }

  /**
   * Sets the column for the best classes, an array of structures of label, index and probability.
   *
   * @param value its name, or the empty text to leave it out; left out unless set
   * @return this model
   */
  public BnnClassificationModel setTopKCol(String value) {
    set(topKCol, value);
    return this;
  }

  /** {@return the name of the column for why a picture has no prediction} */
  public String getReasonCol() {
    return getOrDefault(reasonCol);
  }

  /**
   * Sets the column for why a picture has no prediction.
   *
   * @param value its name, or the empty text to leave it out; {@code reason} unless set
   * @return this model
   */
  public BnnClassificationModel setReasonCol(String value) {
    set(reasonCol, value);
    return this;
  }

  /** {@return how many of the best classes {@link #topKCol} holds} */
  public int getTopK() {
    return (Integer) getOrDefault(topK);
  }

  /**
   * Sets how many of the best classes {@link #topKCol} holds.
   *
   * @param value at least 1; 5 unless set; of fewer classes it holds all
   * @return this model
   */
  public BnnClassificationModel setTopK(int value) {
    set(topK, value);
    return this;
  }
}
