// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.layers.train.EpochResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One layer in one epoch, in the file {@code layers.csv}.
 *
 * @param epoch the epoch's number, from 1, counted over all cycles
 * @param layer the layer's name
 * @param weights how many weights it has
 * @param gradientNorm norm of the gradient of its weights, the mean over the steps
 * @param flips per cent of its signs that turned in a step, the mean over the steps; NaN if its
 *     weights are not binary
 * @param saturated per cent of its latent weights with |W| of at least 1 at the end; NaN if it has
 *     none
 */
public record LayerRow(
    int epoch, String layer, int weights, double gradientNorm, double flips, double saturated) {

  private static final int FIELDS = 6;

  static final String HEADER = "epoch,layer,weights,gradientNorm,flips,saturated";

  /**
   * The rows of an epoch.
   *
   * @param result what it brought
   * @param before epochs of earlier cycles, which its number counts on from
   * @return a row for each layer that has weights
   */
  public static List<LayerRow> of(EpochResult result, int before) {
    return result.layers().stream()
        .map(
            it ->
                new LayerRow(
                    before + result.epoch(),
                    it.layer(),
                    it.weights(),
                    it.gradientNorm(),
                    100 * it.flips(),
                    100 * it.saturated()))
        .toList();
  }

  /** Reads a line of the file; a line that was cut short is none. */
  static Optional<LayerRow> parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LayerRow(
              Integer.parseInt(fields[0]),
              fields[1],
              Integer.parseInt(fields[2]),
              number(fields[3]),
              number(fields[4]),
              number(fields[5])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static double number(String field) {
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }

  /** The row as a line of the file, without its end; a field that is NaN is empty. */
  String line() {
    return epoch
        + ","
        + layer.replace(',', ' ')
        + ","
        + weights
        + String.format(Locale.ROOT, ",%.4g,%.4g,%.4g", gradientNorm, flips, saturated)
            .replace("NaN", "");
  }
}
