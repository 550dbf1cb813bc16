// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Parameters of a stage that trains: what, for how long, and on how many workers.
 *
 * @param <S> the stage, which setters return
 */
public interface HasTraining<S extends HasTraining<S>> extends Params {

  /** {@return the parameters themselves, made once for this stage} */
  TrainingParams trainingParams();

  /** {@return the name of the column of labels, names or whole numbers from 0} */
  default Param<String> labelCol() {
    return trainingParams().labelCol;
  }

  /** {@return the name of the column of labels, names or whole numbers from 0} */
  default String getLabelCol() {
    return getOrDefault(labelCol());
  }

  /**
   * Sets the column of labels, names or whole numbers from 0.
   *
   * @param value its name; {@code label} unless set
   * @return this stage
   */
  default S setLabelCol(String value) {
    return with(labelCol(), value);
  }

  /** {@return the recipe: network, optimizer, learning rates, epochs, augmentation} */
  default Param<String> recipe() {
    return trainingParams().recipe;
  }

  /** {@return the recipe: network, optimizer, learning rates, epochs, augmentation} */
  default String getRecipe() {
    return getOrDefault(recipe());
  }

  /**
   * Sets the recipe: network, optimizer, learning rates, epochs, augmentation.
   *
   * @param value the name of a recipe of the zoo, such as {@code nin-xnor}, as it is unless set; or
   *     that of a class that implements {@code Supplier<Recipe>} and has a public constructor
   *     without arguments
   * @return this stage
   */
  default S setRecipe(String value) {
    return with(recipe(), value);
  }

  /** {@return the epochs of one cycle that is otherwise like the recipe's first} */
  default IntParam epochs() {
    return trainingParams().epochs;
  }

  /** {@return the epochs of one cycle that is otherwise like the recipe's first} */
  default int getEpochs() {
    return (Integer) getOrDefault(epochs());
  }

  /**
   * Sets the epochs of one cycle that is otherwise like the recipe's first.
   *
   * @param value at least 1, or 0 for the recipe's own cycles, as it is unless set
   * @return this stage
   */
  default S setEpochs(int value) {
    return with(epochs(), value);
  }

  /** {@return the images of a step of each worker} */
  default IntParam batchSize() {
    return trainingParams().batchSize;
  }

  /** {@return the images of a step of each worker} */
  default int getBatchSize() {
    return (Integer) getOrDefault(batchSize());
  }

  /**
   * Sets the images of a step of each worker.
   *
   * @param value at least 1, or 0 for the recipe's own number, as it is unless set
   * @return this stage
   */
  default S setBatchSize(int value) {
    return with(batchSize(), value);
  }

  /** {@return the highest learning rate, which falls to 0 along half a cosine} */
  default DoubleParam learningRate() {
    return trainingParams().learningRate;
  }

  /** {@return the highest learning rate, which falls to 0 along half a cosine} */
  default double getLearningRate() {
    return (Double) getOrDefault(learningRate());
  }

  /**
   * Sets the highest learning rate, which falls to 0 along half a cosine.
   *
   * @param value above 0, or 0 for the recipe's own rates, as it is unless set
   * @return this stage
   */
  default S setLearningRate(double value) {
    return with(learningRate(), value);
  }

  /** {@return the seed of everything random; each later cycle adds 1} */
  default LongParam seed() {
    return trainingParams().seed;
  }

  /** {@return the seed of everything random; each later cycle adds 1} */
  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  /**
   * Sets the seed of everything random; each later cycle adds 1.
   *
   * @param value any number; 1 unless set
   * @return this stage
   */
  default S setSeed(long value) {
    return with(seed(), value);
  }

  /** {@return how many tasks train side by side, each on images of its own} */
  default IntParam workers() {
    return trainingParams().workers;
  }

  /** {@return how many tasks train side by side, each on images of its own} */
  default int getWorkers() {
    return (Integer) getOrDefault(workers());
  }

  /**
   * Sets how many tasks train side by side, each on images of its own.
   *
   * @param value at least 1, as it is unless set; more than there are task slots take turns
   * @return this stage
   */
  default S setWorkers(int value) {
    return with(workers(), value);
  }

  /** {@return how often an epoch the workers are averaged} */
  default IntParam averagesPerEpoch() {
    return trainingParams().averagesPerEpoch;
  }

  /** {@return how often an epoch the workers are averaged} */
  default int getAveragesPerEpoch() {
    return (Integer) getOrDefault(averagesPerEpoch());
  }

  /**
   * Sets how often an epoch the workers are averaged.
   *
   * @param value at least 1; 8 unless set; no more than a worker has steps
   * @return this stage
   */
  default S setAveragesPerEpoch(int value) {
    return with(averagesPerEpoch(), value);
  }

  /**
   * {@return the folder for checkpoints, of any file system that Hadoop knows; each training has a
   * folder of its own there, and goes on with what it finds in it}
   */
  default Param<String> checkpointDir() {
    return trainingParams().checkpointDir;
  }

  /**
   * {@return the folder for checkpoints, of any file system that Hadoop knows; each training has a
   * folder of its own there, and goes on with what it finds in it}
   */
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  /**
   * Sets the folder for checkpoints, of any file system that Hadoop knows; each training has a
   * folder of its own there, and goes on with what it finds in it.
   *
   * @param value a folder, or the empty text for no checkpoints, as it is unless set
   * @return this stage
   */
  default S setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  @SuppressWarnings("unchecked") // S is this stage's own type
  private <T> S with(Param<T> parameter, T value) {
    set(parameter, value);
    return (S) this;
  }
}
