// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import io.github.bnn4j.layers.train.text.PlainNumber;
import java.util.Locale;

/**
 * Learning from a teacher beside the labels: a trained network whose softened answers tell which
 * wrong classes are almost right. For logits {@code z}, the teacher's logits {@code t}, temperature
 * T and weight w an image's loss is
 *
 * <pre>(1 - w) crossEntropy(z, label) + w T^2 KL(softmax(t / T) || softmax(z / T))</pre>
 *
 * <p>where T^2 keeps the second term's gradients as large as the first one's. See Hinton, G.,
 * Vinyals, O. and Dean, J. "Distilling the Knowledge in a Neural Network", arXiv:1503.02531, 2015.
 *
 * @param teacher what the teacher is called, for the record
 * @param temperature how much the answers are softened, above 0; 1 leaves them as they are
 * @param weight share of the teacher in the loss, above 0 to 1
 */
public record Distillation(String teacher, double temperature, double weight) {

  /**
   * Checks the ranges.
   *
   * @param teacher what the teacher is called, for the record
   * @param temperature how much the answers are softened, above 0; 1 leaves them as they are
   * @param weight share of the teacher in the loss, above 0 to 1
   * @throws IllegalArgumentException if temperature or weight are out of range
   */
  public Distillation {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "A temperature is a number above 0, not " + temperature + ".");
    }
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException(
          "A teacher's weight is above 0 and at most 1, not " + weight + ".");
    }
  }

  /**
   * The distillation in a few words, as a checkpoint records it.
   *
   * @return such as {@code taught by nin at temperature 4 with weight 0.5}
   */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "taught by %s at temperature %s with weight %s",
        teacher,
        PlainNumber.of(temperature),
        PlainNumber.of(weight));
  }
}
