// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10CacheTest {
  private static final DownloadProgress SILENT = (bytes, total) -> {};
  private static ArchiveServer server;

  @TempDir Path root;

  @BeforeAll
  static void startServer() throws IOException {
    TarGzBuilder archive = new TarGzBuilder();
    for (String name : Cifar10Dataset.files()) {
      archive.add("cifar-10-batches-bin/" + name, new byte[BatchFormat.FILE_BYTES]);
    }
    server = new ArchiveServer(archive.build());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void firstUseDownloadsAndLaterUsesDoNot() {
    Cifar10Cache cache = new Cifar10Cache(root.resolve("not/yet/there"), server.download());
    server.ranges().clear();

    Path first = cache.directory(SILENT);
    Path second = cache.directory(SILENT);

    assertThat(second).isEqualTo(first);
    assertThat(server.ranges()).hasSize(1);
    assertThat(Cifar10Dataset.train(first).size()).isEqualTo(50_000);
  }

  @Test
  void anEmptyNameOfTheCacheIsNone() {
    Path home = Path.of(System.getProperty("user.home"), ".cache", "bnn4j");

    assertThat(Cifar10Cache.rootOf("", "")).isEqualTo(home);
    assertThat(Cifar10Cache.rootOf("", "of variable")).isEqualTo(Path.of("of variable"));
    assertThat(Cifar10Cache.rootOf("of property", "of variable")).isEqualTo(Path.of("of property"));
  }

  @Test
  void anArchiveThatCannotBeUnpackedLeavesNothingBehind() throws IOException {
    ArchiveServer wrong = new ArchiveServer(new TarGzBuilder().add("other", new byte[9]).build());
    Cifar10Cache cache = new Cifar10Cache(root, wrong.download());

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> cache.directory(SILENT))
        .withMessageContaining("it has no file");

    wrong.close();
    assertThat(root).isDirectoryNotContaining(Files::isDirectory);
  }

  @Test
  void anArchiveThatIsThereIsTakenUnlessItIsDamaged() throws Exception {
    Path archive = root.resolve("cifar-10-binary.tar.gz");
    server.download().to(archive, SILENT);
    server.ranges().clear();
    fill();
    assertThat(server.ranges()).isEmpty();

    PathUtils.deleteDirectory(root.resolve("cifar-10-batches-bin"));
    Files.write(archive, new byte[] {1, 2, 3});
    assertThat(Cifar10Dataset.test(fill()).size()).isEqualTo(10_000);
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void twoThreadsShareOneDownload() throws Exception {
    server.ranges().clear();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Path>> directories =
          List.of(threads.submit(this::fill), threads.submit(this::fill));
      assertThat(directories.get(0).get()).isEqualTo(directories.get(1).get());
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.ranges()).hasSize(1);
  }

  private Path fill() {
    return new Cifar10Cache(root, server.download()).directory(SILENT);
  }

  @Test
  void whoWaitsForAnotherProcessIsToldSo() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                root.resolve("cifar-10.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(other.inputReader().readLine()).isEqualTo("locked");
    AtomicInteger arrived = new AtomicInteger();
    DownloadProgress endsTheOther =
        new DownloadProgress() {
          @Override
          public void at(long bytes, long total) {
            arrived.incrementAndGet();
          }

          @Override
          public void waits() {
            assertThat(arrived).hasValue(0);
            other.destroyForcibly(); // otherwise the end of its input may come first
          }
        };

    new Cifar10Cache(root, server.download()).directory(endsTheOther);

    assertThat(arrived).hasPositiveValue();
    assertThat(other.waitFor()).isNotZero(); // nobody but this process ended it
  }

  @Test
  void failedDownloadLeavesNoDirectoryThatLooksComplete() {
    Cifar10Cache cache =
        new Cifar10Cache(root, new Download(server.address("/nothing"), server.md5()));

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> cache.directory(SILENT))
        .withMessageContaining("404");
    assertThat(root.resolve("cifar-10-batches-bin")).doesNotExist();
  }

  @Test
  void cacheThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "in the way");
    Cifar10Cache cache = new Cifar10Cache(file, server.download());

    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> cache.directory(SILENT))
        .withMessageContaining(file.toString())
        .withMessageContaining("something else has that name. Set BNN4J_CACHE to");
  }
}
