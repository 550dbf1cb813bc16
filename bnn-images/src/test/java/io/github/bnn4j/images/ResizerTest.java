// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizerTest {
  private static final int WHITE = 0xffffffff;

  @Property(tries = 300)
  void sharesOfATargetPixelAddUpToOne(
      @ForAll @IntRange(min = 1, max = 5_000) int sources,
      @ForAll @IntRange(min = 1, max = 300) int targets) {
    Axis axis = new Axis(sources, targets);

    for (int t = 0; t < targets; t++) {
      assertThat(axis.first(t)).isBetween(0, sources - axis.shares(t).length);
      assertThat(Arrays.stream(axis.shares(t)).sum()).isEqualTo(Axis.ONE);
    }
  }

  @Test
  void greyStaysGreyHoweverManyPixelsBecomeOne() {
    int[] row = new int[1_000_000];
    Arrays.fill(row, 0xff808080);

    Rgb resized = resize(new int[][] {row}, new Size(row.length, 1), new Size(1, 1));

    assertThat(resized.colours()).containsExactly(0x80, 0x80, 0x80);
  }

  @Property(tries = 200)
  void shrinkingGivesTheMeanOverTheAreaOfEachPixel(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int side,
      @ForAll long seed) {
    Size source = new Size(width, height);
    Size target = new Size(Math.min(side, width), Math.min(side, height));
    int[][] picture = random(source, seed);

    float[] resized = resize(picture, source, target).values();

    for (int y = 0; y < target.height(); y++) {
      for (int x = 0; x < target.width(); x++) {
        double mean = mean(picture, source, target, x, y);
        assertThat(resized[(y * target.width() + x) * 3])
            .isBetween((float) mean - 0.01f, (float) mean + 0.01f);
      }
    }
  }

  @Property(tries = 200)
  void enlargingStaysBetweenTheValuesOfThePicture(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 10, max = 40) int side,
      @ForAll long seed) {
    Size source = new Size(width, height);
    int[][] picture = random(source, seed);
    int least =
        Arrays.stream(picture).flatMapToInt(Arrays::stream).map(p -> p & 0xff).min().orElseThrow();
    int most =
        Arrays.stream(picture).flatMapToInt(Arrays::stream).map(p -> p & 0xff).max().orElseThrow();

    float[] resized = resize(picture, source, new Size(side, side)).values();

    for (int i = 2; i < resized.length; i += 3) {
      assertThat(resized[i]).isBetween(least - 0.01f, most + 0.01f);
    }
  }

  /** Asks each pixel of the picture for the part of it that lies in the pixel of the target. */
  private static double mean(int[][] picture, Size source, Size target, int x, int y) {
    double wide = (double) source.width() / target.width();
    double high = (double) source.height() / target.height();
    double sum = 0;
    for (int sy = 0; sy < source.height(); sy++) {
      for (int sx = 0; sx < source.width(); sx++) {
        double area = overlap(sx, x * wide, wide) * overlap(sy, y * high, high);
        sum += area * (picture[sy][sx] >> 16 & 0xff);
      }
    }
    return sum / (wide * high);
  }

  private static double overlap(int pixel, double from, double length) {
    return Math.max(0, Math.min(pixel + 1, from + length) - Math.max(pixel, from));
  }

  private static Rgb resize(int[][] picture, Size source, Size target) {
    Resizer resizer = new Resizer(source, target, WHITE);
    for (int y = 0; y < picture.length; y++) {
      resizer.row(y, picture[y].clone());
    }
    return resizer.result();
  }

  private static int[][] random(Size size, long seed) {
    Random random = new Random(seed);
    int[][] picture = new int[size.height()][size.width()];
    for (int[] row : picture) {
      Arrays.setAll(row, x -> random.nextInt() | 0xff << 24);
    }
    return picture;
  }
}
