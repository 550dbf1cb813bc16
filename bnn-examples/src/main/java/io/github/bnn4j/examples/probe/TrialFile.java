// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.probe;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.examples.probe.RecipeProbe.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file trials.csv of a probe, by which one that was stopped goes on: what is probed, and a row
 * for each training that has ended. Not thread-safe.
 */
final class TrialFile {
  private static final String HEADER = "choice,seed,top1,seconds";

  private final Path file;
  private final List<String> lines = new ArrayList<>();

  private TrialFile(Path file, String settings) {
    this.file = file;
    lines.add("# " + settings);
    lines.add(HEADER);
  }

  /**
   * Opens the file of a probe, or begins it.
   *
   * @throws IllegalArgumentException if it is of a probe of other settings, whose trainings would
   *     be lost
   * @throws UncheckedIOException if it cannot be read
   */
  static TrialFile open(Path directory, String settings) {
    TrialFile trials = new TrialFile(directory.resolve("trials.csv"), settings);
    try {
      if (Files.exists(trials.file)) {
        List<String> old = Files.readAllLines(trials.file);
        if (old.size() < 2 || !old.subList(0, 2).equals(trials.lines)) {
          throw new IllegalArgumentException(
              trials.file
                  + " is of a probe of other settings ("
                  + (old.isEmpty() ? "" : old.get(0))
                  + "); choose another directory.");
        }
        trials.lines.addAll(old.subList(2, old.size()));
      }
      return trials;
    } catch (IOException e) {
      throw IoProblem.unchecked("The trials " + trials.file + " could not be read", e);
    }
  }

  /** The training of a choice with a seed, if it has ended. */
  Optional<Trial> find(Choice choice, long seed) {
    String start = choice.name() + "," + seed + ",";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).split(",", -1))
        .map(
            rest ->
                new Trial(choice, seed, Double.parseDouble(rest[0]), Double.parseDouble(rest[1])))
        .findFirst();
  }

  /**
   * Adds a training that has ended.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void add(Trial trial) {
    lines.add(
        trial.choice().name() + "," + trial.seed() + "," + trial.top1() + "," + trial.seconds());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw IoProblem.unchecked("The trials " + file + " could not be written", e);
    }
  }
}
