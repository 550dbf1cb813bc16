// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import java.util.List;

/** What a network has to know about CIFAR-10: classes, image size and normalisation. */
public final class Cifar10 {
  /** The ten classes in the order of their numbers. */
  public static final List<String> LABELS =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** Height and width of an image in pixels. */
  public static final int SIDE = 32;

  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  /**
   * How pixels become numbers: mean and standard deviation of each channel over the 50,000 training
   * images, in units of 0..255.
   */
  public static final ImageSpec INPUT =
      new ImageSpec(
          SIDE,
          SIDE,
          CHANNELS,
          new float[] {125.307f, 122.950f, 113.865f},
          new float[] {62.993f, 62.089f, 66.705f});

  private Cifar10() {}

  /** The classes of CIFAR-10; for any other number of them their numbers. */
  static List<String> labels(int classes) {
    return classes == LABELS.size() ? LABELS : Classes.numbers(classes);
  }
}
