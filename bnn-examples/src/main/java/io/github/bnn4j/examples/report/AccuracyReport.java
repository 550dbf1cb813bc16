// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How well and how fast a network classified a set of images.
 *
 * @param confusion which class was taken for which
 * @param loss mean softmax cross-entropy, in nats
 * @param seconds wall-clock time of the inference alone
 * @param steadyImagesPerSecond the speed of the last fifth, when the JVM has compiled what runs
 * @param threads how many threads worked on it
 */
public record AccuracyReport(
    ConfusionMatrix confusion,
    double loss,
    double seconds,
    double steadyImagesPerSecond,
    int threads) {

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
    private static final int STEADY_SHARE = 5;
    private final List<String> names;
    private final int[] labels;
    private final int[][] counts;
    private double loss;
    private int images;
    private final List<Part> parts = new ArrayList<>();

    public Collector(List<String> names, int[] labels) {
      this.names = names;
      this.labels = labels;
      this.counts = new int[names.size()][names.size()];
    }

    /** Some images, and how long they took. */
    private record Part(int images, long nanos) {}

    /**
     * Takes the logits of the next images.
     *
     * @param logits [images, classes]
     * @param nanos how long it took to compute them
     */
    public void add(float[] logits, long nanos) {
      int classes = names.size();
      parts.add(new Part(logits.length / classes, nanos));
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

    /**
     * What they came to.
     *
     * @param threads how many threads worked on it
     */
    public AccuracyReport finish(int threads) {
      double seconds = parts.stream().mapToLong(Part::nanos).sum() / 1e9;
      return new AccuracyReport(
          new ConfusionMatrix(names, counts), loss / images, seconds, steady(), threads);
    }

    private double steady() {
      int last = 0;
      long nanos = 0;
      for (int i = parts.size() - 1; i >= 0 && last * STEADY_SHARE < images; i--) {
        last += parts.get(i).images();
        nanos += parts.get(i).nanos();
      }
      return last * 1e9 / nanos;
    }
  }
}
