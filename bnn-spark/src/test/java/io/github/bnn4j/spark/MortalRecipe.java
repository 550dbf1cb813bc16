// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.github.bnn4j.layers.train.Schedule;
import io.github.bnn4j.zoo.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A tiny training that counts its steps in a file, and ends the first JVM that is to die when that
 * is in the middle of the second epoch.
 */
public final class MortalRecipe implements Supplier<Recipe> {

  /** The system property that names the folder of the files. */
  static final String FOLDER = "bnn4j.steps";

  static Path steps(Path folder) {
    return folder.resolve("steps");
  }

  static Path grave(Path folder) {
    return folder.resolve("grave");
  }

  @Override
  public Recipe get() {
    return new TinyRecipe().get().map(cycle -> cycle.setSchedule(new Mortal()));
  }

  private record Mortal() implements Schedule {

    @Override
    public double rate(double epoch, double total) {
      try {
        Path folder = Path.of(System.getProperty(FOLDER));
        Files.write(steps(folder), new byte[1], CREATE, APPEND);
        if (epoch > 1.2 && Boolean.getBoolean("bnn4j.dies")) {
          Files.createFile(grave(folder));
          Runtime.getRuntime().halt(1);
        }
      } catch (FileAlreadyExistsException e) {
        return 0.01;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return 0.01;
    }

    @Override
    public String describe() {
      return "0.01";
    }
  }
}
