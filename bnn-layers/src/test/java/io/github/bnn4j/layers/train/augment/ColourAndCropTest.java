// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class ColourAndCropTest {

  private static final FeatureShape SHAPE = new FeatureShape(6, 5, 3);

  @Property(tries = 50)
  void withoutStrengthOrOfTheWholeAreaAnImageStaysAsItIs(@ForAll long seed) {
    byte[] image = noise(seed);

    assertThat(apply(new ColourJitter(0, 0, 0), image, seed)).isEqualTo(image);
  }

  @Property(tries = 50)
  void brightnessScalesAllPixelsAlike(
      @ForAll @DoubleRange(max = 1) double strength, @ForAll long seed) {
    byte[] image = constant(100, 50, 20);
    byte[] changed = apply(new ColourJitter(strength, 0, 0), image, seed);

    double factor = (changed[0] & 0xff) / 100.0;
    assertThat(factor).isBetween(0.99 - strength, 1.01 + strength);
    for (int i = 0; i < image.length; i++) {
      assertThat((double) (changed[i] & 0xff))
          .isBetween(image[i] * factor - 1, image[i] * factor + 1);
    }
  }

  @Property(tries = 50)
  void contrastLeavesAnEvenGreyAlone(@ForAll long seed) {
    byte[] image = constant(90, 90, 90);

    assertThat(apply(new ColourJitter(0, 1, 1), image, seed)).isEqualTo(image);
  }

  @Property(tries = 50)
  void saturationKeepsTheLuma(@ForAll @DoubleRange(max = 0.5) double strength, @ForAll long seed) {
    byte[] changed = apply(new ColourJitter(0, 0, strength), constant(100, 120, 90), seed);

    double luma = 0;
    double[] weights = {0.299, 0.587, 0.114};
    for (int c = 0; c < 3; c++) {
      luma += weights[c] * (changed[c] & 0xff);
    }
    assertThat(luma).isBetween(109.6, 111.2); // 110.6
  }

  /**
   * On a plane, bilinear interpolation is exact, so a crop is a plane again, of a slope less steep.
   */
  @Property(tries = 100)
  void aCropOfARampIsARamp(
      @ForAll @DoubleRange(min = 0.1, max = 1) double least, @ForAll long seed) {
    FeatureShape shape = new FeatureShape(12, 12, 1);
    byte[] ramp = new byte[shape.size()];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (i % 12 * 20);
    }
    byte[] changed = new byte[ramp.length];
    new RandomResizedCrop(least).apply(ramp, shape, new Random(seed), changed);

    for (int i = 0; i < changed.length; i++) {
      assertThat(changed[i]).as("equal rows").isEqualTo(changed[i % 12]);
      if (i % 12 > 0) {
        assertThat((changed[i] & 0xff) - (changed[i - 1] & 0xff)).isBetween(0, 21);
      }
    }
    double part = ((changed[11] & 0xff) - (changed[0] & 0xff)) / 220.0;
    assertThat(part * part).isGreaterThan(least * 0.75 * 0.6).isLessThanOrEqualTo(1);
  }

  @Example
  void theySayWhatTheyAreAndRefuseWhatMakesNoSense() {
    assertThat(new ColourJitter(0.4, 0.4, 0.2).describe())
        .isEqualTo("colour jitter of 0.4, 0.4 and 0.2");
    assertThat(new RandomResizedCrop(0.08).describe()).isEqualTo("resized crop from 0.08");
    assertThatThrownBy(() -> new ColourJitter(0, 2, 0))
        .hasMessage("Colours change by a strength from 0 to 1, not 2.0.");
    assertThatThrownBy(() -> new RandomResizedCrop(0))
        .hasMessage("The smallest part of an image is above 0 and at most 1, not 0.0.");
  }

  private static byte[] apply(Augmentation augmentation, byte[] image, long seed) {
    byte[] changed = new byte[image.length];
    augmentation.apply(image, SHAPE, new Random(seed), changed);
    return changed;
  }

  private static byte[] constant(int... colour) {
    byte[] image = new byte[SHAPE.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) colour[i % 3];
    }
    return image;
  }

  private static byte[] noise(long seed) {
    byte[] image = new byte[SHAPE.size()];
    new Random(seed).nextBytes(image);
    return image;
  }
}
