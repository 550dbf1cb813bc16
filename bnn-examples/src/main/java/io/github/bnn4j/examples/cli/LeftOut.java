// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.layers.train.TrainingConfig;
import io.github.bnn4j.zoo.Recipe;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an epoch leaves out: steps are of whole batches, so of the images that are left over, other
 * ones each time, none is trained on. Few beside many images, they would be many beside few.
 */
final class LeftOut {
  private static final int SHARE = 20;

  private LeftOut() {}

  /** The batch near the one wished for that leaves out the fewest of so many images. */
  static int batch(int images, int wished) {
    int least = Math.max(1, Math.min(images, wished * 2 / 3));
    int most = Math.max(least, Math.min(images, wished * 3 / 2));
    return IntStream.rangeClosed(least, most)
        .boxed()
        .min(
            Comparator.<Integer>comparingInt(batch -> images % batch)
                .thenComparing(batch -> Math.abs(batch - wished)))
        .orElse(wished);
  }

  /** Says so if it is more than a twentieth of the images. */
  static Optional<String> of(int images, Recipe recipe) {
    return recipe.cycles().stream()
        .map(TrainingConfig::batch)
        .filter(batch -> batch <= images && images % batch * SHARE > images)
        .findFirst()
        .map(
            batch ->
                String.format(
                    Locale.ROOT,
                    "Batches of %,d leave out %,d of the %s in each epoch, other ones each"
                        + " time; --batch %d leaves out %,d.",
                    batch,
                    images % batch,
                    Count.of(images, "image"),
                    batch(images, batch),
                    images % batch(images, batch)));
  }
}
