// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.Arrays;
import java.util.List;

/**
 * How often each class was taken for each class.
 *
 * @param labels the names of the classes
 * @param counts images as [actual class][predicted class]; shared, not copied
 */
public record ConfusionMatrix(List<String> labels, int[][] counts) {

  /** Copies the list of names. */
  public ConfusionMatrix {
    labels = List.copyOf(labels);
  }

  /** How many images there are. */
  public int images() {
    return Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
  }

  /** How many images were recognised. */
  public int correct() {
    int correct = 0;
    for (int i = 0; i < counts.length; i++) {
      correct += counts[i][i];
    }
    return correct;
  }

  /** The share of the images of a class that were recognised, in per cent; NaN without images. */
  public double top1(int label) {
    return 100.0 * counts[label][label] / Arrays.stream(counts[label]).sum();
  }
}
