// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.ShiftAndFlip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AugmentationTest {

  private static final FeatureShape SHAPE = new FeatureShape(5, 4, 2);
  private static final ImageSpec SPEC =
      new ImageSpec(5, 4, 2, new float[] {100, 30}, new float[] {7, 3});
  private static final PixelScaling SCALING = new PixelScaling(SPEC);
  private static final int IMAGES = 3;

  /** Three images without equal pixels, all above 0. */
  private static final byte[] PIXELS = pixels();

  /** Where an image may have gone. */
  private record Move(int down, int right, boolean mirrored) {}

  @Example
  void pixelsAreScaledAsInPackedInference() {
    for (int pixel = 0; pixel < 256; pixel++) {
      assertThat(SCALING.scale(0, pixel)).isEqualTo((pixel - 100f) / 7);
      assertThat(SCALING.scale(1, pixel)).isEqualTo(SPEC.normalise(pixel, 1));
    }
  }

  @Example
  void noneLeavesImagesAsTheyAre() {
    assertThat(apply(Augmentation.NONE, 2, new Random(1)))
        .containsExactly(moved(2, new Move(0, 0, false)));
  }

  @Property(tries = 10)
  void everyShiftWithinTheBoundAndBothSidesComeUp(
      @ForAll @IntRange(min = 0, max = 2) int shift,
      @ForAll boolean flip,
      @ForAll @IntRange(min = 0, max = IMAGES - 1) int image,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Move> possible = new ArrayList<>();
    for (int down = -shift; down <= shift; down++) {
      for (int right = -shift; right <= shift; right++) {
        possible.add(new Move(down, right, false));
        if (flip) {
          possible.add(new Move(down, right, true));
        }
      }
    }
    Set<Move> seen = new HashSet<>();

    for (int draw = 0; draw < 1000; draw++) {
      float[] changed = apply(new ShiftAndFlip(shift, flip), image, random);
      List<Move> fitting =
          possible.stream().filter(move -> Arrays.equals(moved(image, move), changed)).toList();
      assertThat(fitting).hasSize(1);
      seen.addAll(fitting);
    }

    assertThat(seen).hasSameElementsAs(possible);
  }

  @Example
  void halfOfTheImagesAreMirrored() {
    Random random = new Random(1);
    float[] mirrored = moved(0, new Move(0, 0, true));
    int count = 0;
    for (int draw = 0; draw < 1000; draw++) {
      float[] changed = apply(new ShiftAndFlip(0, true), 0, random);
      count += Arrays.equals(mirrored, changed) ? 1 : 0;
    }

    assertThat(count).isBetween(450, 550);
  }

  @Example
  void shiftsAreNotNegative() {
    assertThatThrownBy(() -> new ShiftAndFlip(-1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A shift of at least 0 is needed, not -1.");
  }

  private static float[] apply(Augmentation augmentation, int image, Random random) {
    int before = 3;
    float[] target = new float[before + SHAPE.size()];
    byte[] from = Arrays.copyOfRange(PIXELS, image * SHAPE.size(), (image + 1) * SHAPE.size());
    byte[] changed = new byte[SHAPE.size()];
    augmentation.apply(from, SHAPE, random, changed);
    SCALING.scale(changed, target, before);
    return Arrays.copyOfRange(target, before, target.length);
  }

  /** The image in a sea of black, cut out elsewhere, then mirrored. */
  private static float[] moved(int image, Move move) {
    float[] result = new float[SHAPE.size()];
    for (int i = 0; i < result.length; i++) {
      int c = i % 2;
      int x = i / 2 % 4;
      int row = i / 8 + move.down();
      int column = (move.mirrored() ? 3 - x : x) + move.right();
      boolean inside = row >= 0 && row < 5 && column >= 0 && column < 4;
      int pixel = inside ? PIXELS[image * 40 + row * 8 + column * 2 + c] & 0xFF : 0;
      result[i] = SPEC.normalise(pixel, c);
    }
    return result;
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[IMAGES * SHAPE.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (255 - i);
    }
    return pixels;
  }
}
