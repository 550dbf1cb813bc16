// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.zoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class HistoryFileTest {
  private static final HistoryRow FIRST =
      new HistoryRow(1, 0.01, 1.5, 40.25, 1.4, 45.5, 10, 100, 12.5, 0.25, 3);
  private static final HistoryRow SECOND =
      new HistoryRow(
          2, 0.005, 1.25, 50, Double.NaN, Double.NaN, 12.5, 80, 7, Double.NaN, Double.NaN);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("history.csv");
  }

  @Test
  void hasAHeaderAndARowForEachEpoch() {
    HistoryFile history = HistoryFile.open(file, 0);
    history.append(FIRST);
    history.append(SECOND);

    assertThat(file)
        .content()
        .isEqualTo(
            """
            epoch,learningRate,trainLoss,trainTop1,validationLoss,validationTop1,seconds,imagesPerSecond,gradientNorm,flips,saturated
            1,0.0100000,1.50000,40.250,1.40000,45.500,10.00,100.0,12.50,0.2500,3.000
            2,0.00500000,1.25000,50.000,,,12.50,80.0,7.000,,
            """);
  }

  @Test
  void resumedTrainingFindsItsRows() {
    HistoryFile.open(file, 0).append(FIRST);
    HistoryFile.open(file, 1).append(SECOND);

    assertThat(HistoryFile.open(file, 2).rows()).containsExactly(FIRST, SECOND);
  }

  @Test
  void rowsOfEpochsThatWereNotSavedAreDropped() {
    HistoryFile history = HistoryFile.open(file, 0);
    history.append(FIRST);
    history.append(SECOND);

    assertThat(HistoryFile.open(file, 1).rows()).containsExactly(FIRST);
    assertThat(HistoryFile.open(file, 2).rows()).containsExactly(FIRST);
  }

  @Test
  void rowsOfOlderVersionsHaveNoFiguresOfGradientsAndSigns() throws IOException {
    Files.writeString(file, "header\n3,0.01,1.5,40.25,,,10,100\n");

    assertThat(HistoryFile.read(file))
        .containsExactly(
            new HistoryRow(
                3,
                0.01,
                1.5,
                40.25,
                Double.NaN,
                Double.NaN,
                10,
                100,
                Double.NaN,
                Double.NaN,
                Double.NaN));
  }

  @Test
  void rowThatWasCutShortIsDropped() throws IOException {
    HistoryFile.open(file, 0).append(FIRST);
    Files.writeString(file, Files.readString(file) + "2,0.005,1.2");

    assertThat(HistoryFile.open(file, 5).rows()).containsExactly(FIRST);
  }
}
