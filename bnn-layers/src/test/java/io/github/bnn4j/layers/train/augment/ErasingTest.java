// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bnn4j.core.shape.FeatureShape;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Cutout and random erasing: what they hide is a rectangle, and all else stays. */
class ErasingTest {

  /** Where an image of zeros was changed: rows and columns, and how many pixels. */
  private record Hole(int height, int width, int pixels) {

    static Hole of(byte[] changed, FeatureShape shape) {
      int top = shape.height();
      int bottom = -1;
      int left = shape.width();
      int right = -1;
      int pixels = 0;
      for (int i = 0; i < changed.length; i += shape.channels()) {
        boolean hit = false;
        for (int c = 0; c < shape.channels(); c++) {
          hit |= changed[i + c] != 0;
        }
        if (hit) {
          int y = i / shape.channels() / shape.width();
          int x = i / shape.channels() % shape.width();
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
          left = Math.min(left, x);
          right = Math.max(right, x);
          pixels++;
        }
      }
      return new Hole(bottom - top + 1, right - left + 1, pixels);
    }
  }

  @Property(tries = 100)
  void aCutoutIsAGreySquareAsFarAsItIsInside(
      @ForAll @IntRange(min = 1, max = 9) int side,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll long seed) {
    FeatureShape shape = new FeatureShape(height, width, 2);
    byte[] changed = new byte[shape.size()];
    new Cutout(side).apply(new byte[shape.size()], shape, new Random(seed), changed);

    Hole hole = Hole.of(changed, shape);
    assertThat(hole.pixels()).isEqualTo(hole.height() * hole.width()).isPositive();
    assertThat(hole.height()).isBetween(Math.min(height, (side + 1) / 2), Math.min(side, height));
    assertThat(hole.width()).isBetween(Math.min(width, (side + 1) / 2), Math.min(side, width));
    for (byte value : changed) {
      assertThat(value & 0xff).isIn(0, 128);
    }
  }

  @Example
  void everyPixelIsCutOutOnceInAWhile() {
    FeatureShape shape = new FeatureShape(5, 6, 1);
    Random random = new Random(1);
    boolean[] seen = new boolean[shape.size()];
    for (int draw = 0; draw < 500; draw++) {
      byte[] changed = new byte[shape.size()];
      new Cutout(1).apply(new byte[shape.size()], shape, random, changed);
      for (int i = 0; i < changed.length; i++) {
        seen[i] |= changed[i] != 0;
      }
    }

    assertThat(seen).doesNotContain(false);
  }

  @Property(tries = 100)
  void anErasureCoversTwoToFortyPerCent(@ForAll long seed) {
    FeatureShape shape = new FeatureShape(40, 30, 3);
    byte[] changed = new byte[shape.size()];
    new RandomErasing(1).apply(new byte[shape.size()], shape, new Random(seed), changed);

    Hole hole = Hole.of(changed, shape);
    int area = hole.height() * hole.width();
    assertThat(area).isBetween(15, 540);
    assertThat((double) Math.max(hole.height(), hole.width()))
        .isLessThan(3.9 * Math.min(hole.height(), hole.width()));
    assertThat((double) hole.pixels()).isCloseTo(area, within(2.0));
  }

  @Example
  void aPartOfTheImagesIsErased() {
    FeatureShape shape = new FeatureShape(8, 8, 1);
    Random random = new Random(1);
    byte[] image = new byte[shape.size()];
    int same = 0;
    for (int draw = 0; draw < 1000; draw++) {
      byte[] changed = new byte[image.length];
      new RandomErasing(0.25).apply(image, shape, random, changed);
      same += Arrays.equals(image, changed) ? 1 : 0;
    }

    assertThat(same).isBetween(700, 800);
  }

  @Example
  void theySayWhatTheyAreAndRefuseWhatMakesNoSense() {
    assertThat(Augmentation.inTurn(Augmentation.CROP_AND_FLIP, new Cutout(8)).describe())
        .isEqualTo("crop and flip, cutout of 8");
    assertThat(new RandomErasing(0.5).describe()).isEqualTo("erasing of 0.5");
    assertThatThrownBy(() -> new Cutout(0))
        .hasMessage("A cutout has a side of at least 1 pixel, not 0.");
    assertThatThrownBy(() -> new RandomErasing(1.5))
        .hasMessage("A probability is from 0 to 1, not 1.5.");
  }
}
