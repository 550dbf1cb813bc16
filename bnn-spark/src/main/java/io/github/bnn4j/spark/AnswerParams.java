// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.spark.classify.Answer;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The parameters of {@link HasAnswers}, made for one stage; opaque to all others. */
public final class AnswerParams implements Serializable {
  private static final long serialVersionUID = 1;

  final Param<String> predictionCol;
  final Param<String> predictedLabelCol;
  final Param<String> probabilityCol;
  final Param<String> rawPredictionCol;
  final Param<String> topKCol;
  final IntParam topK;
  final Param<String> reasonCol;

  AnswerParams(HasAnswers<?> stage) {
    predictionCol =
        column(stage, "predictionCol", "prediction", "number of the most probable class");
    predictedLabelCol =
        column(stage, "predictedLabelCol", "predictedLabel", "name of the most probable class");
    probabilityCol = column(stage, "probabilityCol", "probability", "probability of every class");
    rawPredictionCol = column(stage, "rawPredictionCol", "rawPrediction", "logit of every class");
    topKCol = column(stage, "topKCol", "", "label, index and probability of the topK best classes");
    topK = new IntParam(stage, "topK", "classes in topKCol, at least 1", ParamValidators.gtEq(1));
    stage.setDefault(topK, 5);
    reasonCol = column(stage, "reasonCol", "reason", "reason why a picture has no prediction");
  }

  private static Param<String> column(
      HasAnswers<?> stage, String name, String defaultValue, String holds) {
    Param<String> column =
        new Param<>(stage, name, "column for the " + holds + "; left out if empty");
    stage.setDefault(column, defaultValue);
    return column;
  }

  /** The answers that are wanted, with the names of their columns. */
  static Map<Answer, String> columns(HasAnswers<?> stage) {
    Map<Answer, String> columns = new EnumMap<>(Answer.class);
    columns.put(Answer.PREDICTION, stage.getPredictionCol());
    columns.put(Answer.PREDICTED_LABEL, stage.getPredictedLabelCol());
    columns.put(Answer.PROBABILITY, stage.getProbabilityCol());
    columns.put(Answer.RAW_PREDICTION, stage.getRawPredictionCol());
    columns.put(Answer.TOP_K, stage.getTopKCol());
    columns.put(Answer.REASON, stage.getReasonCol());
    columns.values().removeIf(String::isEmpty);
    return columns;
  }

  /**
   * A schema with the columns of the answers behind its own.
   *
   * @param metadata what is known of a column, by its answer and name
   * @throws IllegalArgumentException if a name is taken
   */
  static StructType added(
      StructType schema, HasAnswers<?> stage, BiFunction<Answer, String, Metadata> metadata) {
    StructType result = schema;
    for (Map.Entry<Answer, String> column : columns(stage).entrySet()) {
      String name = column.getValue();
      if (Arrays.asList(result.fieldNames()).contains(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "There would be two columns %s; give the result another name, or none.",
                name));
      }
      Answer answer = column.getKey();
      result = result.add(new StructField(name, answer.type(), true, metadata.apply(answer, name)));
    }
    return result;
  }
}
