// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Parameters of a stage that classifies, or of one that makes such a stage: which columns it adds.
 *
 * @param <S> the stage, which setters return
 */
public interface HasAnswers<S extends HasAnswers<S>> extends Params {

  /** {@return the parameters themselves, made once for this stage} */
  AnswerParams answerParams();

  /** {@return the name of the column for the number of the most probable class, a double} */
  default Param<String> predictionCol() {
    return answerParams().predictionCol;
  }

  /** {@return the name of the column for the number of the most probable class, a double} */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /**
   * Sets the column for the number of the most probable class, a double.
   *
   * @param value its name, or the empty text to leave it out; {@code prediction} unless set
   * @return this stage
   */
  default S setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** {@return the name of the column for the name of the most probable class} */
  default Param<String> predictedLabelCol() {
    return answerParams().predictedLabelCol;
  }

  /** {@return the name of the column for the name of the most probable class} */
  default String getPredictedLabelCol() {
    return getOrDefault(predictedLabelCol());
  }

  /**
   * Sets the column for the name of the most probable class.
   *
   * @param value its name, or the empty text to leave it out; {@code predictedLabel} unless set
   * @return this stage
   */
  default S setPredictedLabelCol(String value) {
    return with(predictedLabelCol(), value);
  }

  /** {@return the name of the column for the probability of every class, a vector} */
  default Param<String> probabilityCol() {
    return answerParams().probabilityCol;
  }

  /** {@return the name of the column for the probability of every class, a vector} */
  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  /**
   * Sets the column for the probability of every class, a vector.
   *
   * @param value its name, or the empty text to leave it out; {@code probability} unless set
   * @return this stage
   */
  default S setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** {@return the name of the column for the logit of every class, a vector} */
  default Param<String> rawPredictionCol() {
    return answerParams().rawPredictionCol;
  }

  /** {@return the name of the column for the logit of every class, a vector} */
  default String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol());
  }

  /**
   * Sets the column for the logit of every class, a vector.
   *
   * @param value its name, or the empty text to leave it out; {@code rawPrediction} unless set
   * @return this stage
   */
  default S setRawPredictionCol(String value) {
    return with(rawPredictionCol(), value);
  }

  /**
   * {@return the name of the column for the best classes, an array of structures of label, index
   * and probability}
   */
  default Param<String> topKCol() {
    return answerParams().topKCol;
  }

  /**
   * {@return the name of the column for the best classes, an array of structures of label, index
   * and probability}
   */
  default String getTopKCol() {
    return getOrDefault(topKCol());
  }

  /**
   * Sets the column for the best classes, an array of structures of label, index and probability.
   *
   * @param value its name, or the empty text to leave it out; left out unless set
   * @return this stage
   */
  default S setTopKCol(String value) {
    return with(topKCol(), value);
  }

  /** {@return how many of the best classes {@link #topKCol} holds} */
  default IntParam topK() {
    return answerParams().topK;
  }

  /** {@return how many of the best classes {@link #topKCol} holds} */
  default int getTopK() {
    return (Integer) getOrDefault(topK());
  }

  /**
   * Sets how many of the best classes {@link #topKCol} holds.
   *
   * @param value at least 1; 5 unless set; of fewer classes it holds all
   * @return this stage
   */
  default S setTopK(int value) {
    return with(topK(), value);
  }

  /** {@return the name of the column for the sentence that says why a picture has no prediction} */
  default Param<String> reasonCol() {
    return answerParams().reasonCol;
  }

  /** {@return the name of the column for the sentence that says why a picture has no prediction} */
  default String getReasonCol() {
    return getOrDefault(reasonCol());
  }

  /**
   * Sets the column for the sentence that says why a picture has no prediction.
   *
   * @param value its name, or the empty text to leave it out; {@code reason} unless set
   * @return this stage
   */
  default S setReasonCol(String value) {
    return with(reasonCol(), value);
  }

  @SuppressWarnings("unchecked") // S is this stage's own type
  private <T> S with(Param<T> parameter, T value) {
    set(parameter, value);
    return (S) this;
  }
}
