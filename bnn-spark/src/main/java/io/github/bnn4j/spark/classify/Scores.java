// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.classify;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network says of a picture.
 *
 * @param logits one a class
 * @param labels the names of the classes
 */
record Scores(float[] logits, List<String> labels) {

  /** The number of the class with the largest logit, the first of equals. */
  int best() {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The logits in double precision. */
  double[] raw() {
    return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
  }

  /** The softmax of the logits. */
  double[] probabilities() {
    double[] values = raw();
    double largest = values[best()];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i] - largest);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return values;
  }

  /** The numbers of the classes with the largest logits, largest first. */
  List<Integer> top(int count) {
    Comparator<Integer> byLogit = Comparator.comparingDouble(i -> -logits[i]);
    return IntStream.range(0, logits.length).boxed().sorted(byLogit).limit(count).toList();
  }
}
