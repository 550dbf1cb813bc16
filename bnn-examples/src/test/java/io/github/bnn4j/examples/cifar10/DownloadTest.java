// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final DownloadProgress SILENT = (bytes, total) -> {};
  private final byte[] content = new byte[300_000];
  private ArchiveServer server;
  private Path target;
  private Path part;

  @TempDir Path directory;

  @BeforeEach
  void startServer() throws IOException {
    new Random(1).nextBytes(content);
    server = new ArchiveServer(content);
    target = directory.resolve("file");
    part = directory.resolve("file.part");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void downloadsTheFileAndLeavesNoPart() {
    server.download().to(target, SILENT);

    assertThat(target).hasBinaryContent(content);
    assertThat(part).doesNotExist();
  }

  @Test
  void reportsProgressUpToTheWholeFile() {
    List<Long> seen = new ArrayList<>();

    server.download().to(target, (bytes, total) -> seen.add(bytes * 1_000_000 + total));

    assertThat(seen).isSorted().endsWith(300_000L * 1_000_000 + 300_000);
  }

  @Test
  void brokenDownloadGoesOnWhereItStopped() throws IOException {
    server.breakAfter(100_000);
    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> server.download().to(target, SILENT))
        .withMessageContaining("Run again");
    long kept = Files.size(part);
    server.heal();

    server.download().to(target, SILENT);

    assertThat(kept).isPositive();
    assertThat(server.ranges()).containsExactly("", "bytes=" + kept + "-");
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void downloadThatStallsEndsAndKeepsWhatCame() throws IOException {
    server.stallAfter(100_000);
    Download impatient =
        new Download(server.address("/archive"), server.md5(), Duration.ofSeconds(1));

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> impatient.to(target, SILENT))
        .withMessageContaining("(nothing came for 1 s). Run again");

    assertThat(part).hasSize(100_000);
  }

  @Test
  void serverWithoutRangesMakesItStartAgain() throws IOException {
    Files.write(part, new byte[1000]);
    server.forgetRanges();

    server.download().to(target, SILENT);

    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void partThatIsAlreadyWholeIsVerifiedAndKept() throws IOException {
    Files.write(part, content);

    server.download().to(target, SILENT);

    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void wrongChecksumIsRefusedAndLeavesNothing() {
    Download download = new Download(server.address("/archive"), "0".repeat(32));

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> download.to(target, SILENT))
        .withMessageContaining(server.md5())
        .withMessageContaining("instead of 00000000");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void missingFileOnTheServerIsReportedWithItsAddress() {
    Download download = new Download(server.address("/nothing"), server.md5());

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> download.to(target, SILENT))
        .withMessageContaining("/nothing")
        .withMessageContaining("answered 404");
  }

  @Test
  void machineWithoutConnectionGetsToldWhatToDo() {
    Download download = server.download();
    server.close();

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> download.to(target, SILENT))
        .withMessageContaining("no connection")
        .withMessageContaining("--data");
  }
}
