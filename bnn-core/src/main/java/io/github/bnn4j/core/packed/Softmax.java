// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns logits into predictions. */
final class Softmax {

  private Softmax() {}

  /** Returns the {@code k} most probable classes; of equal ones, the one with the lower index. */
  static List<Prediction> top(float[] logits, List<String> labels, int k) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] weight = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      weight[i] = Math.exp(logits[i] - largest);
      sum += weight[i];
    }
    double total = sum;
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -weight[i]))
        .limit(k)
        .map(i -> new Prediction(labels.get(i), i, (float) (weight[i] / total)))
        .collect(Collectors.toUnmodifiableList());
  }
}
