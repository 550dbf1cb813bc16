// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

  /** The accuracy of each class, and what it is most often mistaken for. */
  public TextTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      int images = Arrays.stream(counts[label]).sum();
      rows.add(
          List.of(
              labels.get(label),
              Integer.toString(images),
              images == 0 ? "-" : String.format(Locale.ROOT, "%.2f", top1(label)),
              mistake(label)));
    }
    return new TextTable(List.of("class", "images", "top-1 %", "most often taken for"), rows);
  }

  /** The other class that images of a class are most often taken for, and how often. */
  private String mistake(int label) {
    int most = label;
    int times = 0;
    for (int i = 0; i < counts.length; i++) {
      if (i != label && counts[label][i] > times) {
        most = i;
        times = counts[label][i];
      }
    }
    return times == 0 ? "-" : labels.get(most) + " (" + times + ")";
  }
}
