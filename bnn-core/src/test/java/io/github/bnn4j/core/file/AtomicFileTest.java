// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("file");
  }

  @Test
  void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
    Files.writeString(file, "a longer old text");

    AtomicFile.write(file, new byte[] {1, 2});

    assertThat(file).hasBinaryContent(new byte[] {1, 2});
    assertOnlyTheFile();
  }

  @Test
  void othersMayReadItAsTheyMayAnyFile() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path ordinary = Files.createFile(folder.resolve("ordinary"));

    AtomicFile.write(file, new byte[1]);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
  }

  @Test
  void aFailureMidwayLeavesTheOldFileAndNothingElse() throws IOException {
    Files.writeString(file, "old");

    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("the disk is full");
                    }))
        .withMessage("the disk is full");

    assertThat(file).hasContent("old");
    assertOnlyTheFile();
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createFile(file));

    AtomicFile.write(link, new byte[] {3});

    assertThat(link).isSymbolicLink();
    assertThat(file).hasBinaryContent(new byte[] {3});
  }

  @Test
  void aLinkToNothingIsFollowedAndStays() throws IOException {
    Path near = link("near", Path.of("far"));
    link("far", Path.of("file"));

    AtomicFile.write(near, new byte[] {4});

    assertThat(near).isSymbolicLink();
    assertThat(file).isRegularFile().hasBinaryContent(new byte[] {4});
  }

  @Test
  void aLinkIntoAFolderThatIsNotThereIsRefusedAndStays() throws IOException {
    Path link = link("link", Path.of("missing", "file"));

    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(link, new byte[1]))
        .isInstanceOf(NoSuchFileException.class)
        .withMessageContaining("there is no folder " + folder.resolve("missing"));

    assertThat(link).isSymbolicLink();
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    Path one = link("one", Path.of("two"));
    link("two", Path.of("one"));

    assertThatIOException().isThrownBy(() -> AtomicFile.write(one, new byte[1]));

    assertThat(one).isSymbolicLink();
  }

  @Test
  void aPipeIsWrittenToAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(makePipe(pipe));
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    Future<byte[]> read = reader.submit(() -> Files.readAllBytes(pipe));

    AtomicFile.write(pipe, new byte[] {5, 6});

    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(read.get()).containsExactly(5, 6);
  }

  @Test
  void aFolderIsRefusedInAWord() {
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(folder, new byte[1]))
        .withMessageEndingWith("it is a folder");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNameMayBeAsLongAsFileSystemsAllow() throws IOException {
    file = folder.resolve("f".repeat(255));

    AtomicFile.write(file, new byte[] {7});

    assertThat(file).hasBinaryContent(new byte[] {7});
    assertOnlyTheFile();
  }

  private Path link(String name, Path target) throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    return Files.createSymbolicLink(folder.resolve(name), target);
  }

  private static boolean makePipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aProcessKilledMidwayLeavesTheOldFile() throws Exception {
    Files.write(file, SavingProcess.content(9));

    kill(SavingProcess.STOP_MIDWAY, 1);

    assertThat(file).hasBinaryContent(SavingProcess.content(9));
  }

  /** Killed just after it said that it begins to save for the n-th time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13})
  void aProcessKilledAnyTimeLeavesTheOldFileOrTheNewOne(int saves) throws Exception {
    Files.write(file, SavingProcess.content(0));

    kill("", saves);

    byte[] left = Files.readAllBytes(file);
    assertThat(Arrays.equals(left, SavingProcess.content(left[0]))).isTrue();
    assertThat((int) left[0]).isGreaterThanOrEqualTo(saves - 1);
  }

  private void kill(String mode, int saves) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "classes")
                    + java.io.File.pathSeparator
                    + Path.of("target", "test-classes"),
                SavingProcess.class.getName(),
                file.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream said = process.getInputStream()) {
      assertThat(said.readNBytes(saves)).hasSize(saves);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void assertOnlyTheFile() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }
}
