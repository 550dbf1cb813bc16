// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.images.PictureException;
import io.github.bnn4j.images.PictureReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/** Reads pictures of one folder, and keeps those that are damaged to name them all at once. */
final class Reading {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final List<String> labels;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final PictureReader reader;
  private final IntConsumer progress;
  private final List<String> bad = new ArrayList<>();
  private int done;

  Reading(List<String> labels, PictureReader reader, IntConsumer progress) {
    this.labels = labels;
    for (String label : labels) {
      numbers.put(label, numbers.size());
    }
    this.reader = reader;
    this.progress = progress;
  }

  LabelledImages read(List<LabelledPicture> pictures) {
    int most = LONGEST_ARRAY / reader.bytes();
    if (pictures.size() > most) {
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "%,d pictures of %,d bytes each are too many for one array; up to %,d fit.",
              pictures.size(),
              reader.bytes(),
              most));
    }
    List<LabelledPicture> mixed = new ArrayList<>(pictures);
    Collections.shuffle(mixed, new Random(0));
    int[] classes = mixed.stream().mapToInt(this::number).toArray();
    byte[] pixels = new byte[mixed.size() * reader.bytes()];
    for (int i = 0; i < classes.length; i++) {
      try {
        byte[] image = reader.read(mixed.get(i).file());
        System.arraycopy(image, 0, pixels, i * image.length, image.length);
      } catch (PictureException e) {
        bad.add(e.getMessage());
      }
      progress.accept(++done);
    }
    return new LabelledImages(pixels, classes);
  }

  private int number(LabelledPicture picture) {
    Integer number = numbers.get(picture.label());
    if (number == null) {
      throw new PictureException(
          picture.file()
              + " is of the class "
              + picture.label()
              + ", which is none of "
              + String.join(", ", labels)
              + ".");
    }
    return number;
  }

  void requireAllGood() {
    if (!bad.isEmpty()) {
      Collections.sort(bad);
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "%,d of %s cannot be used; mend or remove %s. %s",
              bad.size(),
              Count.of(done, "picture", "pictures"),
              bad.size() == 1 ? "it" : "them",
              String.join(" ", bad)));
    }
  }
}
