// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.FeatureShape;
import io.github.bnn4j.layers.Targets;
import io.github.bnn4j.layers.train.augment.Augmentation;
import io.github.bnn4j.layers.train.augment.Mixing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

class BatchSourceTest {

  private static final int IMAGES = 23;
  private static final int BATCH = 5;

  /** Image i is a single pixel of value i, and of class i. */
  private static final ImageDataset DATA =
      new ImageDataset(
          new FeatureShape(1, 1, 1), IMAGES, pixels(), IntStream.range(0, IMAGES).toArray());

  private static final PixelScaling SCALING =
      new PixelScaling(new ImageSpec(1, 1, 1, new float[] {0}, new float[] {1}));

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void anEpochDependsOnSeedAndEpochOnly(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 500) int epoch) {
    List<Integer> expected;
    try (BatchSource fresh = new BatchSource(DATA, SCALING, BATCH)) {
      expected = epoch(fresh, seed, epoch);
    }
    try (BatchSource used = new BatchSource(DATA, SCALING, BATCH)) {
      epoch(used, seed, epoch + 1);
      used.forEachInOrder(batch -> {});

      assertThat(epoch(used, seed, epoch)).isEqualTo(expected);
    }
  }

  @Example
  void epochsAndSeedsGiveOtherOrders() {
    try (BatchSource source = new BatchSource(DATA, SCALING, BATCH)) {
      List<Integer> first = epoch(source, 1, 0);

      assertThat(epoch(source, 1, 1)).isNotEqualTo(first);
      assertThat(epoch(source, 2, 0)).isNotEqualTo(first);
      assertThat(first).isNotEqualTo(first.stream().sorted().toList());
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void anEpochHoldsEachImageAtMostOnceAndOnlyFullBatches(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = IMAGES) int batchSize) {
    List<Integer> images = new ArrayList<>();
    try (BatchSource source = new BatchSource(DATA, SCALING, batchSize)) {
      source.forEachShuffled(
          seed,
          0,
          Augmentation.NONE,
          Mixing.NONE,
          IMAGES,
          batch -> {
            assertThat(batch.targets().labels()).hasSize(batchSize);
            images.addAll(imagesOf(batch));
          });
    }

    assertThat(images).doesNotHaveDuplicates().hasSize(IMAGES / batchSize * batchSize);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void inOrderEveryImageComesOnceTheLastBatchBeingSmaller(
      @ForAll @IntRange(min = 1, max = IMAGES + 2) int batchSize) {
    List<Integer> images = new ArrayList<>();
    try (BatchSource source = new BatchSource(DATA, SCALING, batchSize)) {
      source.forEachInOrder(batch -> images.addAll(imagesOf(batch)));
    }

    assertThat(images).isEqualTo(IntStream.range(0, IMAGES).boxed().toList());
  }

  /** Each image of a batch is half of itself and half of the next one, the last of the first. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void imagesAreMixedWithTheNextOfTheirBatch(@ForAll long seed) {
    Mixing halves =
        new Mixing() {
          @Override
          public String describe() {
            return "halves";
          }

          @Override
          public double apply(
              byte[] image, byte[] other, FeatureShape shape, RandomGenerator random) {
            image[0] = (byte) ((image[0] + other[0]) * 2); // four times the mean
            return 0.5;
          }
        };
    try (BatchSource source = new BatchSource(DATA, SCALING, BATCH)) {
      List<Integer> alone = epoch(source, seed, 3);
      List<Float> mixed = new ArrayList<>();
      source.forEachShuffled(
          seed,
          3,
          Augmentation.NONE,
          halves,
          IMAGES,
          batch -> {
            for (int i = 0; i < batch.size(); i++) {
              mixed.add(batch.images().getFloat(i));
              Targets targets = batch.targets();
              assertThat((targets.labels()[i] + targets.others()[i]) * 2f)
                  .isEqualTo(batch.images().getFloat(i));
              assertThat(targets.shares()[i]).isEqualTo(0.5);
            }
          });
      for (int i = 0; i < mixed.size(); i++) {
        int next = i % BATCH == BATCH - 1 ? i - BATCH + 1 : i + 1;
        assertThat(mixed.get(i)).isEqualTo((alone.get(i) + alone.get(next)) * 2f);
      }
    }
  }

  @Example
  void aFailedStepDoesNotSpoilTheNextEpoch() {
    try (BatchSource source = new BatchSource(DATA, SCALING, BATCH)) {
      List<Integer> expected = epoch(source, 1, 0);
      try {
        source.forEachShuffled(
            9,
            9,
            Augmentation.NONE,
            Mixing.NONE,
            IMAGES,
            batch -> {
              throw new UnsupportedOperationException("on purpose");
            });
      } catch (UnsupportedOperationException e) {
        assertThat(epoch(source, 1, 0)).isEqualTo(expected);
        return;
      }
    }
    throw new AssertionError("The failure of the step was lost.");
  }

  @Example
  void anInterruptedEpochEndsBetweenTwoSteps() {
    List<Integer> images = new ArrayList<>();
    try (BatchSource source = new BatchSource(DATA, SCALING, BATCH)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  source.forEachInOrder(
                      batch -> {
                        Thread.currentThread().interrupt();
                        images.addAll(imagesOf(batch));
                      }))
          .withMessage("Interrupted before a batch.");
    }

    assertThat(Thread.interrupted()).isTrue();
    assertThat(images).hasSize(BATCH);
  }

  private static List<Integer> epoch(BatchSource source, long seed, int epoch) {
    List<Integer> images = new ArrayList<>();
    source.forEachShuffled(
        seed,
        epoch,
        Augmentation.NONE,
        Mixing.NONE,
        IMAGES,
        batch -> images.addAll(imagesOf(batch)));
    return images;
  }

  /** The images of a batch; each brings its own label. */
  private static List<Integer> imagesOf(LabelledBatch batch) {
    List<Integer> images = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      images.add(Math.round(batch.images().getFloat(i)));
      assertThat(batch.targets().label(i)).isEqualTo(images.get(i));
    }
    return images;
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      pixels[i] = (byte) i;
    }
    return pixels;
  }
}
