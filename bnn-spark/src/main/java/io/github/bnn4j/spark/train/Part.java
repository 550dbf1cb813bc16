// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one worker made of a tensor.
 *
 * @param worker its number
 * @param images how many images it trained on, above 0
 * @param values the tensor
 */
record Part(int worker, int images, Values values) implements Serializable {

  /** The mean of the parts of a tensor, weighted by their images; the same in any order. */
  static Values mean(Iterable<Part> parts) {
    List<Part> ordered = new ArrayList<>();
    parts.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(Part::worker));
    Values first = ordered.get(0).values;
    double[] sum = new double[first.numbers().length];
    double images = 0;
    for (Part part : ordered) {
      images += part.images;
      float[] numbers = part.values.numbers();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) part.images * numbers[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / images);
    }
    return new Values(first.shape(), mean);
  }
}
