// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("locale")
class TarGzTest {
  private static final byte[] CONTENT = "a thousand words".getBytes();
  private Path directory;
  private Path archive;

  @BeforeEach
  @BeforeProperty
  void createDirectory() throws IOException {
    directory = Files.createTempDirectory("targz");
    archive = directory.resolve("archive");
  }

  @org.junit.jupiter.api.AfterEach
  @AfterProperty
  void deleteDirectory() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Test
  void wantedFilesComeOutAndOthersAreSkipped() throws IOException {
    Files.write(
        archive,
        new TarGzBuilder()
            .add("set/readme.html", new byte[700])
            .add("set/a.bin", CONTENT)
            .add("set/b.bin", CONTENT)
            .build());

    TarGz.extract(archive, directory, Set.of("a.bin", "b.bin"), CONTENT.length);

    assertThat(directory.resolve("a.bin")).hasBinaryContent(CONTENT);
    assertThat(directory.resolve("b.bin")).hasBinaryContent(CONTENT);
    assertThat(directory.resolve("readme.html")).doesNotExist();
  }

  @Test
  void entryThatClimbsOutOfTheArchiveStaysInTheDirectory() throws IOException {
    Files.write(archive, new TarGzBuilder().add("../../a.bin", CONTENT).build());

    TarGz.extract(archive, directory, Set.of("a.bin"), CONTENT.length);

    assertThat(directory.resolve("a.bin")).exists();
    assertThat(directory.resolve("../../a.bin")).doesNotExist();
  }

  @Test
  void fileOfAnotherSizeIsRefused() throws IOException {
    Files.write(archive, new TarGzBuilder().add("a.bin", CONTENT).build());

    assertThatIOException()
        .isThrownBy(() -> TarGz.extract(archive, directory, Set.of("a.bin"), 5))
        .withMessage("a.bin has 16 bytes instead of 5");
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Files.write(archive, new TarGzBuilder().add("a.bin", CONTENT).build());

    assertThatIOException()
        .isThrownBy(
            () -> TarGz.extract(archive, directory, Set.of("a.bin", "c.bin"), CONTENT.length))
        .withMessage("it has no file c.bin");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which lists the files that a process has open
  void aFileThatIsNoArchiveIsClosed() throws IOException {
    Files.write(archive, new byte[100]);

    assertThatIOException()
        .isThrownBy(() -> TarGz.extract(archive, directory, Set.of("a.bin"), CONTENT.length));

    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.filter(this::isOfArchive)).isEmpty();
    }
  }

  private boolean isOfArchive(Path open) {
    try {
      return Files.isSameFile(open, archive);
    } catch (IOException e) {
      return false; // that of the list itself is gone
    }
  }

  @Property(tries = 200)
  void damagedArchiveIsRefusedOrGivesTheRightFile(
      @ForAll @IntRange(min = 0, max = 10_000) int place, @ForAll byte damage) throws IOException {
    byte[] whole = new TarGzBuilder().add("set/a.bin", CONTENT).add("set/b.bin", CONTENT).build();
    byte[] damaged = Arrays.copyOf(whole, damage == 0 ? place % whole.length : whole.length);
    if (damaged.length > 0) {
      damaged[place % damaged.length] ^= damage;
    }
    Files.write(archive, damaged);

    try {
      TarGz.extract(archive, directory, Set.of("a.bin"), CONTENT.length);
      assertThat(directory.resolve("a.bin")).hasSize(CONTENT.length);
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
