// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Evaluation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One epoch in a history file. Accuracies are in per cent, losses in nats; validation figures are
 * NaN where there were no validation images, those of signs where there are no binary weights, and
 * the last three in files of older versions.
 *
 * @param epoch its number, from 1, counted over all cycles
 * @param learningRate the rate of its last step
 * @param trainLoss mean loss of its training images
 * @param trainTop1 accuracy on them
 * @param validationLoss mean loss of the images held out
 * @param validationTop1 accuracy on them
 * @param seconds time it took, without validation
 * @param imagesPerSecond training images a second
 * @param gradientNorm norm of all gradients together, the mean over its steps
 * @param flips per cent of the signs of binary weights that turned in a step, the mean over its
 *     steps
 * @param saturated per cent of the latent weights with |W| of at least 1 at its end
 */
public record HistoryRow(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainTop1,
    double validationLoss,
    double validationTop1,
    double seconds,
    double imagesPerSecond,
    double gradientNorm,
    double flips,
    double saturated) {

  private static final int FIELDS = 11;
  private static final int OLD_FIELDS = 8;

  static final String HEADER =
      "epoch,learningRate,trainLoss,trainTop1,validationLoss,validationTop1,seconds,imagesPerSecond,"
          + "gradientNorm,flips,saturated";

  /**
   * The row of an epoch.
   *
   * @param result what it brought
   * @param before epochs of earlier cycles, which its number counts on from
   * @return its row
   */
  public static HistoryRow of(EpochResult result, int before) {
    Optional<Evaluation> validation = result.validation();
    return new HistoryRow(
        before + result.epoch(),
        result.learningRate(),
        result.training().loss(),
        result.training().top1(),
        validation.map(Evaluation::loss).orElse(Double.NaN),
        validation.map(Evaluation::top1).orElse(Double.NaN),
        result.seconds(),
        result.imagesPerSecond(),
        result.gradientNorm(),
        100 * result.flips(),
        100 * result.saturated());
  }

  /** Reads a line of the file; a line that was cut short is none. */
  static Optional<HistoryRow> parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != OLD_FIELDS && fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      double[] values = new double[FIELDS];
      Arrays.fill(values, Double.NaN);
      for (int i = 0; i < fields.length; i++) {
        values[i] = fields[i].isEmpty() ? Double.NaN : Double.parseDouble(fields[i]);
      }
      return Optional.of(
          new HistoryRow(
              (int) values[0],
              values[1],
              values[2],
              values[3],
              values[4],
              values[5],
              values[6],
              values[7],
              values[8],
              values[9],
              values[10]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The row as a line of the file, without its end; a field that is NaN is empty. */
  String line() {
    return String.format(
            Locale.ROOT,
            "%d,%.6g,%.5f,%.3f,%.5f,%.3f,%.2f,%.1f,%.4g,%.4g,%.4g",
            epoch,
            learningRate,
            trainLoss,
            trainTop1,
            validationLoss,
            validationTop1,
            seconds,
            imagesPerSecond,
            gradientNorm,
            flips,
            saturated)
        .replace("NaN", "");
  }
}
