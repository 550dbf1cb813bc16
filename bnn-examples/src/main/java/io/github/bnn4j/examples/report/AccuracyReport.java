// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.List;

/**
 * How well and how fast a network classified a set of images.
 *
 * @param confusion which class was taken for which
 * @param loss mean softmax cross-entropy, in nats
 * @param seconds wall-clock time of the inference alone
 * @param threads how many threads worked on it
 */
public record AccuracyReport(ConfusionMatrix confusion, double loss, double seconds, int threads) {

  /** How many images there were. */
  public int images() {
    return confusion.images();
  }

  /** How many images were recognised. */
  public int correct() {
    return confusion.correct();
  }

  /** The share of the images that were recognised, in per cent. */
  public double top1() {
    return 100.0 * correct() / images();
  }

  /** Images a second, of all threads together. */
  public double imagesPerSecond() {
    return images() / seconds;
  }

  /** Collects the logits of a run, in the order of the images. */
  public static final class Collector {
    private final List<String> names;
    private final int[] labels;
    private final int[][] counts;
    private double loss;
    private int images;

    public Collector(List<String> names, int[] labels) {
      this.names = names;
      this.labels = labels;
      this.counts = new int[names.size()][names.size()];
    }

    /** Takes the logits of the next images, as [images, classes]. */
    public void add(float[] logits) {
      int classes = names.size();
      for (int from = 0; from < logits.length; from += classes) {
        int actual = labels[images++];
        int best = from;
        for (int i = from + 1; i < from + classes; i++) {
          if (logits[i] > logits[best]) {
            best = i;
          }
        }
        double sum = 0;
        for (int i = from; i < from + classes; i++) {
          sum += Math.exp(logits[i] - logits[best]);
        }
        loss += Math.log(sum) + logits[best] - logits[from + actual];
        counts[actual][best - from]++;
      }
    }

    public AccuracyReport finish(double seconds, int threads) {
      return new AccuracyReport(
          new ConfusionMatrix(names, counts), loss / images, seconds, threads);
    }
  }
}
