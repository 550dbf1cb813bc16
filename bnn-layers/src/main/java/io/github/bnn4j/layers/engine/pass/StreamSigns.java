// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.engine.pass;

import io.github.bnn4j.layers.Parameter;
import java.util.Optional;

/**
 * The signs of a stream that a convolution reads which counts bits: taken an image at a time while
 * it is in the cache of the thread that wrote it.
 */
public final class StreamSigns {

  private final BitConvolution reader;
  private final SignThreshold threshold;

  /**
   * Makes them.
   *
   * @param learned what is added to each channel before its sign is taken, if anything
   */
  public StreamSigns(BitConvolution reader, Optional<Parameter> learned, int channels) {
    this.reader = reader;
    this.threshold = new SignThreshold(learned, channels);
  }

  int images() {
    return reader.batch();
  }

  /** The bytes of the signs. */
  long size() {
    return reader.signsSize();
  }

  int pixels() {
    return reader.inputPixels();
  }

  /** Looks the thresholds up, before the first image. */
  void begin() {
    threshold.read();
  }

  void read(Values stream, int image) {
    reader.read(stream, threshold.scaling(), image);
  }
}
