// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A file of comma-separated values that grows with the epochs of a training: a header, and rows
 * that each belong to an epoch. Not thread-safe.
 *
 * @param <R> a row
 */
final class EpochRows<R> {
  private final Path file;
  private final Format<R> format;
  private final List<R> rows = new ArrayList<>();

  /**
   * How rows are written.
   *
   * @param header the first line
   * @param parse reads a line; one that was cut short is none
   * @param line a row as a line, without its end
   * @param epoch the epoch of a row
   * @param <R> a row
   */
  record Format<R>(
      String header,
      Function<String, Optional<R>> parse,
      Function<R, String> line,
      ToIntFunction<R> epoch) {

    /** The rows of a file, none if there is no file. */
    List<R> read(Path file) throws IOException {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.stream().map(parse).flatMap(Optional::stream).toList();
    }

    /** Writes a file, whole or not at all. */
    void write(Path file, List<R> rows) throws IOException {
      StringBuilder text = new StringBuilder(header).append('\n');
      rows.forEach(row -> text.append(line.apply(row)).append('\n'));
      AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private EpochRows(Path file, Format<R> format) {
    this.file = file;
    this.format = format;
  }

  /**
   * Opens the file of a training that has done some epochs; rows of later epochs, which a training
   * wrote that was stopped before it could save them, are dropped.
   *
   * @throws UncheckedIOException if the file cannot be read or written
   */
  static <R> EpochRows<R> open(Path file, Format<R> format, int epochsDone) {
    EpochRows<R> opened = new EpochRows<>(file, format);
    try {
      format.read(file).stream()
          .filter(row -> format.epoch().applyAsInt(row) <= epochsDone)
          .forEach(opened.rows::add);
      format.write(file, opened.rows);
      return opened;
    } catch (IOException e) {
      throw IoProblem.unchecked("The history " + file + " could not be opened", e);
    }
  }

  /**
   * Appends rows of an epoch.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void append(List<R> more) {
    try {
      rows.addAll(more);
      format.write(file, rows);
    } catch (IOException e) {
      throw IoProblem.unchecked("The history " + file + " could not be written", e);
    }
  }

  /** The rows so far. */
  List<R> rows() {
    return List.copyOf(rows);
  }
}
