// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static java.util.stream.Collectors.joining;

import io.github.bnn4j.examples.report.PairedBars;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.examples.report.TextTable;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Complexity;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reproduces figure 4 a of XNOR-Net (arXiv 1603.05279) for the networks of the zoo: the bytes of
 * their parameters as floats beside those of the packed file.
 */
public final class MemoryByNetwork {
  private static final double KILOBYTE = 1e3;

  private MemoryByNetwork() {}

  /** Prints the table in Markdown. */
  public static void main(String[] arguments) {
    System.out.print(run().table().markdown());
  }

  /** Counts the bytes of every network with its pretrained weights. */
  public static Result run() {
    return new Result(
        PretrainedWeights.all().stream().map(weights -> row(weights.architecture())).toList());
  }

  private static Row row(Architecture architecture) {
    Complexity complexity = architecture.complexity();
    long bitBytes =
        complexity.layers().stream().mapToLong(Complexity.Layer::packedBits).sum() / Byte.SIZE;
    return new Row(
        architecture.name(),
        architecture.binary(),
        complexity.parameters(),
        complexity.floatBytes(),
        bitBytes,
        PretrainedWeights.of(architecture).bytes().length);
  }

  /**
   * One network.
   *
   * @param binary whether it has weights of one bit
   * @param floatBytes computed: four for each parameter
   * @param bitBytes computed: a bit for each binary weight, four bytes for each other parameter
   * @param packedBytes measured: the packed file
   */
  public record Row(
      String network,
      boolean binary,
      long parameters,
      long floatBytes,
      long bitBytes,
      long packedBytes) {

    /** How many times smaller the packed file is. */
    public double ratio() {
      return (double) floatBytes / packedBytes;
    }
  }

  /**
   * The figure's numbers.
   *
   * @param rows one for each network of the zoo
   */
  public record Result(List<Row> rows) {

    /** Copies the list. */
    public Result {
      rows = List.copyOf(rows);
    }

    /** The rows as text. */
    public TextTable table() {
      return new TextTable(
          List.of(
              "network",
              "parameters",
              "float, bytes (computed)",
              "bits, bytes (computed)",
              "packed file, bytes (measured)",
              "times smaller (measured)"),
          rows.stream()
              .map(
                  row ->
                      List.of(
                          row.network(),
                          text("%,d", row.parameters()),
                          text("%,d", row.floatBytes()),
                          text("%,d", row.bitBytes()),
                          text("%,d", row.packedBytes()),
                          text("%.1f", row.ratio())))
              .toList());
    }

    /** Writes memory.md, memory.csv and memory.png. */
    public void write(Path directory) {
      TableFiles.write(directory, "memory", table());
      PairedBars.write(
          "Memory of the networks",
          "kilobytes (1,000 bytes)",
          rows.stream().map(Row::network).toList(),
          new PairedBars.Bars(
              "parameters as 32-bit floats",
              rows.stream().map(row -> row.floatBytes() / KILOBYTE).toList()),
          new PairedBars.Bars(
              "packed file", rows.stream().map(row -> row.packedBytes() / KILOBYTE).toList()),
          "After figure 4 a of XNOR-Net (arXiv 1603.05279). Light: computed, four bytes for each"
              + " parameter. Dark: the size of the file that runs; float networks ("
              + rows.stream().filter(row -> !row.binary()).map(Row::network).collect(joining(", "))
              + ") have nothing to pack to bits. Sizes do not depend on the machine.",
          directory.resolve("memory.png"));
    }

    private static String text(String format, Object... arguments) {
      return String.format(Locale.ROOT, format, arguments);
    }
  }
}
