// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What is known about weights that are shipped; see Mitchell, M. et al. "Model Cards for Model
 * Reporting", FAT* 2019. Stored beside them as a file of properties.
 *
 * @param checkpointSha256 the SHA-256 of the checkpoint, in lower-case hexadecimal digits
 * @param packedSha256 the SHA-256 of the packed file, which float networks go without
 * @param top1 share of the 10,000 CIFAR-10 test images that the packed network recognises, in per
 *     cent; of the last epoch
 * @param epochs passes over the training images, from random weights or from {@code start}
 * @param trainingTime time of these epochs
 * @param recipe the recipe's name, version, cycle, and the cycle's canonical line
 * @param start what the training started from
 * @param commit the version of this library that trained them
 */
public record ModelCard(
    String checkpointSha256,
    Optional<String> packedSha256,
    double top1,
    int epochs,
    Duration trainingTime,
    String recipe,
    String start,
    String commit) {

  private static final String CHECKPOINT = "checkpoint.sha256";
  private static final String PACKED = "packed.sha256";
  private static final String TOP1 = "test.top1";
  private static final String EPOCHS = "training.epochs";
  private static final String SECONDS = "training.seconds";
  private static final String RECIPE = "training.recipe";
  private static final String START = "training.start";
  private static final String COMMIT = "training.commit";

  /**
   * Reads a card.
   *
   * @param in properties in UTF-8
   * @return the card
   * @throws IOException if the stream cannot be read
   * @throws IllegalArgumentException if something is missing, or no number where one should be
   */
  static ModelCard read(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    return new ModelCard(
        required(properties, CHECKPOINT),
        Optional.ofNullable(properties.getProperty(PACKED)),
        Double.parseDouble(required(properties, TOP1)),
        Integer.parseInt(required(properties, EPOCHS)),
        Duration.ofSeconds(Long.parseLong(required(properties, SECONDS))),
        required(properties, RECIPE),
        required(properties, START),
        required(properties, COMMIT));
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

  private static String required(Properties properties, String key) {
    return Optional.ofNullable(properties.getProperty(key))
        .orElseThrow(() -> new IllegalArgumentException("The model card has no " + key + "."));
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
    entries.put(EPOCHS, Integer.toString(epochs));
    entries.put(SECONDS, Long.toString(trainingTime.toSeconds()));
    entries.put(RECIPE, recipe);
    entries.put(START, start);
    entries.put(COMMIT, commit);
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
        .collect(Collectors.joining());
  }
}
