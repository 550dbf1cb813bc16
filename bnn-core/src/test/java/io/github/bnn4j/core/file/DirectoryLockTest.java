// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

  @TempDir private Path folder;

  @Test
  void theDirectoryIsMadeAndTheWorkDone() {
    Path made = folder.resolve("runs").resolve("first");

    assertThat(DirectoryLock.holding(made, () -> Files.isDirectory(made))).isTrue();
  }

  @Test
  void whoComesSecondIsRefusedUntilTheFirstIsDone() {
    assertThat(DirectoryLock.holding(folder, () -> refusal(folder)))
        .contains("Another training or probe writes into " + folder);

    assertThat(DirectoryLock.holding(folder, () -> "done")).isEqualTo("done");
  }

  @Test
  void otherDirectoriesAreFree() {
    Supplier<String> other = () -> DirectoryLock.holding(folder.resolve("other"), () -> "done");

    assertThat(DirectoryLock.holding(folder, other)).isEqualTo("done");
  }

  @Test
  void workThatFailsGivesTheDirectoryBack() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                DirectoryLock.holding(
                    folder,
                    () -> {
                      throw new IllegalStateException("the loss is not a number");
                    }));

    assertThat(DirectoryLock.holding(folder, () -> "done")).isEqualTo("done");
  }

  @Test
  void anotherProcessIsRefusedToo() throws Exception {
    Process process = holder();
    try (InputStream said = process.getInputStream()) {
      assertThat(said.readNBytes(1)).hasSize(1);
      assertThat(refusal(folder)).contains("choose another directory");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(DirectoryLock.holding(folder, () -> "done")).isEqualTo("done");
  }

  @Test
  void aFileInItsPlaceIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> DirectoryLock.holding(file, () -> "done"))
        .withMessageContaining(file + " cannot be written to");
  }

  private static String refusal(Path directory) {
    return assertThatIllegalArgumentException()
        .isThrownBy(() -> DirectoryLock.holding(directory, () -> "done"))
        .actual()
        .getMessage();
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"),
            LockingProcess.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
