// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers;

import io.github.bnn4j.core.packed.layer.Affine;

/**
 * What becomes of each value by itself, given its channel, in double precision: how a layer, or
 * several in a row, are seen by a packer that folds them into thresholds. Immutable.
 *
 * @param form what is known of its course in every channel
 * @param values the function
 */
public record ChannelFunction(Form form, Values values) {

  /** What is known of a function's course; the later say less. */
  public enum Form {
    /** Values stay as they are. */
    IDENTITY,
    /** A scale and a shift. */
    AFFINE,
    /** Nowhere falling or nowhere rising. */
    MONOTONE,
    /** It may turn, so that no one threshold stands for it. */
    TURNING
  }

  /** A function of the values of each channel. */
  @FunctionalInterface
  public interface Values {

    /**
     * Computes the function.
     *
     * @param channel the channel
     * @param x the value
     * @return what becomes of it
     */
    double at(int channel, double x);
  }

  /** {@return the function that leaves values as they are} */
  public static ChannelFunction identity() {
    return new ChannelFunction(Form.IDENTITY, (c, x) -> x);
  }

  /**
   * A scale and a shift a channel.
   *
   * @param values the function
   * @return a function of the form {@link Form#AFFINE}
   */
  public static ChannelFunction affine(Values values) {
    return new ChannelFunction(Form.AFFINE, values);
  }

  /**
   * A function that nowhere falls, or nowhere rises.
   *
   * @param values the function
   * @return a function of the form {@link Form#MONOTONE}
   */
  public static ChannelFunction monotone(Values values) {
    return new ChannelFunction(Form.MONOTONE, values);
  }

  /** {@return whether it is known to be a scale and a shift} */
  public boolean isAffine() {
    return form.compareTo(Form.AFFINE) <= 0;
  }

  /**
   * Computes the function.
   *
   * @param channel the channel
   * @param x the value
   * @return what becomes of it
   */
  public double at(int channel, double x) {
    return values.at(channel, x);
  }

  /**
   * The sign of a value.
   *
   * @param channel the channel
   * @param x the value
   * @return whether the function is at least 0 there: sign(0) = +1
   */
  public boolean isPositive(int channel, double x) {
    return at(channel, x) >= 0;
  }

  /**
   * This function and another behind it.
   *
   * @param next what happens to this one's values
   * @return both in a row
   */
  public ChannelFunction then(ChannelFunction next) {
    Form weaker = form.compareTo(next.form) < 0 ? next.form : form;
    return new ChannelFunction(weaker, (c, x) -> next.at(c, at(c, x)));
  }

  /**
   * The same function of channels in another order.
   *
   * @param order channel c is channel {@code order[c]} of this one
   * @return the function
   */
  public ChannelFunction ofChannels(int[] order) {
    int[] sources = order.clone();
    return new ChannelFunction(form, (c, x) -> at(sources[c], x));
  }

  /**
   * This function as a layer of its own.
   *
   * @param channels the number of channels
   * @return scales and shifts, rounded to single precision
   * @throws IllegalStateException if its form says less than {@link Form#AFFINE}
   */
  public Affine packed(int channels) {
    if (!isAffine()) {
      throw new IllegalStateException("A function of the form " + form + " is no scale and shift.");
    }
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      shift[c] = (float) at(c, 0);
      scale[c] = (float) (at(c, 1) - at(c, 0));
    }
    return new Affine(scale, shift);
  }
}
