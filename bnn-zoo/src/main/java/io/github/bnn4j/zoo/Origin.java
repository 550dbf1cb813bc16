// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo;

import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where weights come from: what trained them, on what, and how. A checkpoint has it in its
 * metadata, a {@link ModelCard} among its properties, under the same names.
 *
 * @param framework what trained them, with its version: {@value #THIS_LIBRARY}, whose version is
 *     the commit, or such as {@code PyTorch 2.11}
 * @param device what it ran on
 * @param start what the training started from
 * @param startFramework what trained that, if it was trained
 * @param epochs passes over the training images, from {@code start} on
 * @param time time of these epochs; a checkpoint that this library has just trained leaves it to
 *     the history of its training, so that equal trainings write equal files
 * @param recipe optimizer, rates, batch, images, augmentation and seed
 * @param teacher the network that taught it, if any
 * @param script the program that trained them
 * @param commit the version of this library, if it trained them
 */
public record Origin(
    String framework,
    String device,
    String start,
    Optional<String> startFramework,
    int epochs,
    Optional<Duration> time,
    String recipe,
    Optional<String> teacher,
    String script,
    Optional<String> commit) {

  /** The {@link #framework} of what this library trained. */
  public static final String THIS_LIBRARY = "BNN4J";

  private static final String PREFIX = "training.";

  /** The name under which {@link #framework} is stored. */
  public static final String FRAMEWORK = PREFIX + "framework";

  private static final String DEVICE = PREFIX + "device";
  private static final String START = PREFIX + "start";

  /** The name under which {@link #startFramework} is stored. */
  public static final String START_FRAMEWORK = PREFIX + "start.framework";

  private static final String EPOCHS = PREFIX + "epochs";
  private static final String SECONDS = PREFIX + "seconds";
  private static final String RECIPE = PREFIX + "recipe";
  private static final String TEACHER = PREFIX + "teacher";
  private static final String SCRIPT = PREFIX + "script";
  private static final String COMMIT = PREFIX + "commit";

  /**
   * Finds the entries among others.
   *
   * @param entries such as the metadata of a checkpoint
   * @return what they say
   * @throws IllegalArgumentException if something is missing, or no number where one should be
   */
  public static Origin of(Map<String, String> entries) {
    return new Origin(
        required(entries, FRAMEWORK),
        required(entries, DEVICE),
        required(entries, START),
        Optional.ofNullable(entries.get(START_FRAMEWORK)),
        wholeNumber(entries, EPOCHS),
        entries.containsKey(SECONDS)
            ? Optional.of(Duration.ofSeconds(wholeNumber(entries, SECONDS)))
            : Optional.empty(),
        required(entries, RECIPE),
        Optional.ofNullable(entries.get(TEACHER)),
        required(entries, SCRIPT),
        Optional.ofNullable(entries.get(COMMIT)));
  }

  /**
   * Reads a file of properties.
   *
   * @param file properties in UTF-8, of which those that begin with {@code training.} count
   * @return what they say
   * @throws IllegalArgumentException if there is no such file, something is missing in it, or there
   *     is no number where one should be
   */
  public static Origin read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(PropertiesText.read(in));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + file + ".", e);
    } catch (IOException e) {
      throw IoProblem.unchecked("The file " + file + " cannot be read", e);
    }
  }

  private static String required(Map<String, String> entries, String key) {
    return Optional.ofNullable(entries.get(key))
        .orElseThrow(
            () -> new IllegalArgumentException("Of the training, " + key + " is not known."));
  }

  private static int wholeNumber(Map<String, String> entries, String key) {
    String text = required(entries, key);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a whole number, not '" + text + "'.", e);
    }
  }

  /** {@return the same as text by name, in the order of a card} */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(FRAMEWORK, framework);
    commit.ifPresent(it -> entries.put(COMMIT, it));
    entries.put(DEVICE, device);
    entries.put(START, start);
    startFramework.ifPresent(it -> entries.put(START_FRAMEWORK, it));
    entries.put(EPOCHS, Integer.toString(epochs));
    time.ifPresent(it -> entries.put(SECONDS, Long.toString(it.toSeconds())));
    entries.put(RECIPE, recipe);
    teacher.ifPresent(it -> entries.put(TEACHER, it));
    entries.put(SCRIPT, script);
    return entries;
  }

  /**
   * The same, as the history of the training knows how long it took.
   *
   * @param known time of the epochs, taken if it is not known yet
   * @return an origin that has a time
   */
  public Origin orTime(Duration known) {
    return new Origin(
        framework,
        device,
        start,
        startFramework,
        epochs,
        time.or(() -> Optional.of(known)),
        recipe,
        teacher,
        script,
        commit);
  }

  /**
   * Who trained the weights, in the few words of a table.
   *
   * @return such as {@code this library}, or {@code PyTorch 2.11, imported}
   */
  public String trainedBy() {
    String imported = ", imported";
    if (!framework.equals(THIS_LIBRARY)) {
      return framework + imported;
    }
    return startFramework
            .filter(before -> !before.equals(THIS_LIBRARY))
            .map(before -> before + imported + ", then ")
            .orElse("")
        + "this library";
  }
}
