// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.spark.input.InputFormat;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Parameters of a stage that takes pictures: which column holds them and how they become the images
 * of a network.
 *
 * @param <S> the stage, which setters return
 */
public interface HasPictures<S extends HasPictures<S>> extends Params {

  /** {@return the parameters themselves, made once for this stage} */
  PictureParams pictureParams();

  /** {@return the name of the column of pictures} */
  default Param<String> inputCol() {
    return pictureParams().inputCol;
  }

  /** {@return the name of the column of pictures} */
  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  /**
   * Sets the column of pictures.
   *
   * @param value its name; {@code content} unless set, as Spark's source {@code binaryFile} calls
   *     it
   * @return this stage
   */
  default S setInputCol(String value) {
    return with(inputCol(), value);
  }

  /** {@return what the column holds, a name of {@link InputFormat}} */
  default Param<String> inputFormat() {
    return pictureParams().inputFormat;
  }

  /** {@return what the column holds, a name of {@link InputFormat}} */
  default String getInputFormat() {
    return getOrDefault(inputFormat());
  }

  /**
   * Sets what the column holds.
   *
   * @param value {@code file} for the bytes of PNG, JPEG and other files, {@code image} for Spark's
   *     image structure, {@code pixels} for unsigned bytes {@code [H, W, C]} of just the network's
   *     size; {@code auto}, as it is unless set, takes a structure for an image and bytes for a
   *     file
   * @return this stage
   */
  default S setInputFormat(String value) {
    return with(inputFormat(), value);
  }

  /** {@return how a picture of another shape than the network's becomes an image} */
  default Param<String> resize() {
    return pictureParams().resize;
  }

  /** {@return how a picture of another shape than the network's becomes an image} */
  default String getResize() {
    return getOrDefault(resize());
  }

  /**
   * Sets how a picture of another shape than the network's becomes an image.
   *
   * @param value {@code crop} for the middle of the picture, as it is unless set, {@code pad} for
   *     the whole of it on white, {@code stretch} for the whole of it with its sides changed
   *     independently
   * @return this stage
   */
  default S setResize(String value) {
    return with(resize(), value);
  }

  @SuppressWarnings("unchecked") // S is this stage's own type
  private <T> S with(Param<T> parameter, T value) {
    set(parameter, value);
    return (S) this;
  }
}
