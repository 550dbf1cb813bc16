// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Evaluation;
import io.github.bnn4j.layers.train.LayerStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class LayerFileTest {
  private static final LayerRow REAL = new LayerRow(3, "conv1", 27, 1.5, Double.NaN, Double.NaN);
  private static final LayerRow BINARY = new LayerRow(3, "conv2", 64, 0.75, 12.5, 50);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("layers.csv");
  }

  @Test
  void anEpochIsARowForEachLayerInPerCent() {
    EpochResult result =
        new EpochResult(
            2,
            0.01,
            new Evaluation(40, 10, 1.25),
            Optional.empty(),
            1.75,
            List.of(
                new LayerStatistics("conv1", 27, 1.5, Double.NaN, Double.NaN),
                new LayerStatistics("conv2", 64, 0.75, 0.125, 0.5)),
            2);

    assertThat(LayerRow.of(result, 1)).containsExactly(REAL, BINARY);
  }

  @Test
  void hasAHeaderAndALineForEachRow() throws IOException {
    LayerFile.open(file, 0).append(List.of(REAL, BINARY));

    assertThat(file)
        .content()
        .isEqualTo(
            """
            epoch,layer,weights,gradientNorm,flips,saturated
            3,conv1,27,1.500,,
            3,conv2,64,0.7500,12.50,50.00
            """);
    assertThat(LayerFile.read(file)).containsExactly(REAL, BINARY);
  }

  @Test
  void rowsOfEpochsThatWereNotSavedAreDropped() throws IOException {
    LayerFile.open(file, 0).append(List.of(REAL, BINARY));
    LayerRow next = new LayerRow(4, "conv1", 27, 1, 2, 3);
    LayerFile.open(file, 3).append(List.of(next));
    assertThat(LayerFile.read(file)).containsExactly(REAL, BINARY, next);

    LayerFile.open(file, 3);

    assertThat(LayerFile.read(file)).containsExactly(REAL, BINARY);
  }

  @Test
  void lineThatWasCutShortIsDropped() throws IOException {
    LayerFile.open(file, 0).append(List.of(REAL));
    Files.writeString(file, Files.readString(file) + "3,conv2,6");

    assertThat(LayerFile.read(file)).containsExactly(REAL);
  }
}
