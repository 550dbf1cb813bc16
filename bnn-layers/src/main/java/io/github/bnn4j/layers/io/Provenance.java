// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import io.github.bnn4j.layers.train.ImageDataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network was trained on, as its checkpoints record it: the names of its classes, and the
 * images by number and fingerprint, split as they were. A training that goes on with other ones
 * would learn something else under the old names, and nothing in the weights would tell.
 *
 * @param labels the names of the classes, in the order of the logits
 * @param images a few words on the images of each part, by the name of the part
 */
public record Provenance(List<String> labels, Map<String, String> images) {

  /** The metadata that tells which images were held out; none in a training without. */
  public static final String VALIDATION_IMAGES = "validation_images";

  private static final String LABELS = "labels";
  private static final int SHOWN = 10;

  /**
   * Copies both and checks the labels.
   *
   * @param labels the names of the classes, in the order of the logits
   * @param images a few words on the images of each part, by the name of the part
   * @throws IllegalArgumentException if a label has more than one line, of which metadata would
   *     make two labels
   */
  public Provenance {
    labels = List.copyOf(labels);
    images = new LinkedHashMap<>(images);
    for (String label : labels) {
      if (label.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "The name of a class is one line, not '" + label.replace("\n", "\\n") + "'.");
      }
    }
  }

  /**
   * Looks at the images of a training; takes their fingerprints, about a second for a gigabyte.
   *
   * @param labels the names of the classes, in the order of the logits
   * @param training what is trained on
   * @param validation what is measured on after each epoch, if anything
   * @param test what is measured on at the end, if anything
   * @return what its checkpoints record
   * @throws IllegalArgumentException if a label has more than one line
   */
  public static Provenance of(
      List<String> labels,
      ImageDataset training,
      Optional<ImageDataset> validation,
      Optional<ImageDataset> test) {
    Map<String, String> images = new LinkedHashMap<>();
    images.put("training_images", words(training));
    images.put(VALIDATION_IMAGES, words(validation));
    images.put("test_images", words(test));
    return new Provenance(labels, images);
  }

  private static String words(Optional<ImageDataset> images) {
    return images.map(Provenance::words).orElse("none");
  }

  private static String words(ImageDataset images) {
    return images.size() + " with fingerprint " + images.fingerprint();
  }

  /**
   * What to store with the weights.
   *
   * @return the metadata {@code labels}, a line for each class, and one for each part of the images
   */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(LABELS, String.join("\n", labels));
    metadata.putAll(images);
    return metadata;
  }

  /**
   * The names of the classes of a network.
   *
   * @param metadata of its checkpoint
   * @return in the order of the logits; nothing in a checkpoint that does not record them
   */
  public static Optional<List<String>> labels(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(LABELS)).map(text -> List.of(text.split("\n", -1)));
  }

  /**
   * Checks that a training may go on with these classes and images. What a checkpoint does not
   * record, as an older one, cannot differ.
   *
   * @param source what messages call the checkpoint
   * @param metadata its metadata
   * @throws IllegalArgumentException if it was trained on others; says on which, and which these
   *     are
   */
  public void requireSame(String source, Map<String, String> metadata) {
    labels(metadata)
        .filter(theirs -> !theirs.equals(labels))
        .ifPresent(
            theirs -> {
              throw new IllegalArgumentException(source + " " + difference(theirs));
            });
    images.forEach(
        (part, ours) -> {
          String theirs = metadata.getOrDefault(part, ours);
          if (!theirs.equals(ours)) {
            throw new IllegalArgumentException(
                source
                    + " is of a training with other "
                    + part.replace('_', ' ')
                    + ": "
                    + theirs
                    + "; here are "
                    + ours
                    + ".");
          }
        });
  }

  /** Both lists from where they differ on, as there may be a thousand classes. */
  private String difference(List<String> theirs) {
    int same = 0;
    while (same < Math.min(theirs.size(), labels.size())
        && theirs.get(same).equals(labels.get(same))) {
      same++;
    }
    int from = Math.max(theirs.size(), labels.size()) <= SHOWN ? 0 : same;
    return "is of a training with other classes: "
        + names(theirs, from)
        + "; here they are "
        + names(labels, from)
        + ".";
  }

  private static String names(List<String> labels, int from) {
    List<String> shown = labels.subList(from, Math.min(from + SHOWN, labels.size()));
    return (from > 0 ? "..., " : "")
        + String.join(", ", shown)
        + (from + shown.size() < labels.size() ? ", ..." : "")
        + (from > 0 ? " (" + labels.size() + " in all)" : "");
  }
}
