// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.zoo.PretrainedWeights;
import java.util.List;

/**
 * A training run as its source published it: CIFAR-10, 200 epochs, one GPU. Accuracies are in per
 * cent; "-" where nothing was published.
 *
 * @param complexity multiply-accumulates, which the source counts as float ones only
 * @param parameters number of parameters
 * @param lastTop1 accuracy after the last epoch
 * @param bestTop1 accuracy after the best epoch
 * @param duration hours and minutes
 */
public record PublishedRun(
    PretrainedWeights weights,
    String complexity,
    String parameters,
    String lastTop1,
    String bestTop1,
    String duration) {

  /** The four networks of the source, in its order. */
  public static List<PublishedRun> all() {
    return List.of(
        new PublishedRun(PretrainedWeights.NIN, "0.23 GMac", "969.82 k", "91.16", "91.45", "0h49"),
        new PublishedRun(
            PretrainedWeights.NIN_GC, "0.2 GMac", "722.46 k", "90.29", "90.55", "1h09"),
        new PublishedRun(
            PretrainedWeights.NIN_XNOR, "0.02 GMac", "969.82 k", "76.08", "76.67", "2h09"),
        new PublishedRun(PretrainedWeights.NIN_GC_XNOR, "0.02 GMac", "720.93 k", "-", "-", "-"));
  }
}
