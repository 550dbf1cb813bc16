// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about weights that are shipped; see Mitchell, M. et al. "Model Cards for Model
 * Reporting", FAT* 2019. Stored beside them as a file of properties.
 *
 * @param checkpointSha256 the SHA-256 of the checkpoint, in lower-case hexadecimal digits
 * @param packedSha256 the SHA-256 of the packed file, which float networks go without
 * @param top1 share of the 10,000 CIFAR-10 test images that the network recognises, in per cent: of
 *     the last epoch, a binary network as packed
 * @param validation how well it does on training images that were held out, if some were
 * @param selection what decided that these weights are shipped
 * @param origin where they come from
 */
public record ModelCard(
    String checkpointSha256,
    Optional<String> packedSha256,
    double top1,
    Optional<Validation> validation,
    String selection,
    Origin origin) {

  private static final String CHECKPOINT = "checkpoint.sha256";
  private static final String PACKED = "packed.sha256";
  private static final String TOP1 = "test.top1";
  private static final String VALIDATION_IMAGES = "validation.images";
  private static final String VALIDATION_TOP1 = "validation.top1";
  private static final String SELECTION = "selection";

  /**
   * A measurement on the last of the training images, which were held out.
   *
   * @param images how many they are, and what tells them from others
   * @param top1 share of them that the network recognises, in per cent
   */
  public record Validation(String images, double top1) {

    private static Optional<Validation> of(Map<String, String> entries) {
      return entries.containsKey(VALIDATION_IMAGES)
          ? Optional.of(
              new Validation(entries.get(VALIDATION_IMAGES), number(entries, VALIDATION_TOP1)))
          : Optional.empty();
    }

    private Map<String, String> entries() {
      return Map.of(VALIDATION_IMAGES, images, VALIDATION_TOP1, Double.toString(top1));
    }
  }

  /**
   * Reads a card.
   *
   * @param in properties in UTF-8
   * @return the card
   * @throws IOException if the stream cannot be read
   * @throws IllegalArgumentException if something is missing, or no number where one should be
   */
  static ModelCard read(InputStream in) throws IOException {
    Map<String, String> entries = PropertiesText.read(in);
    return new ModelCard(
        required(entries, CHECKPOINT),
        Optional.ofNullable(entries.get(PACKED)),
        number(entries, TOP1),
        Validation.of(entries),
        required(entries, SELECTION),
        Origin.of(entries));
  }

  /**
   * Reads the file of a card.
   *
   * @param file properties in UTF-8
   * @return the card
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if something is missing, or no number where one should be
   */
  public static ModelCard read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  private static String required(Map<String, String> entries, String key) {
    return Optional.ofNullable(entries.get(key))
        .orElseThrow(() -> new IllegalArgumentException("The model card has no " + key + "."));
  }

  private static double number(Map<String, String> entries, String key) {
    String text = required(entries, key);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a number, not '" + text + "'.", e);
    }
  }

  /**
   * The card as its file has it.
   *
   * @return properties, one a line
   */
  public String text() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(CHECKPOINT, checkpointSha256);
    packedSha256.ifPresent(sha256 -> entries.put(PACKED, sha256));
    entries.put(TOP1, Double.toString(top1));
    validation.ifPresent(measured -> entries.putAll(measured.entries()));
    entries.put(SELECTION, selection);
    entries.putAll(origin.entries());
    return PropertiesText.of(entries);
  }
}
