// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Feeds a reader with mutants of valid files: it has to read each or to refuse it in one line,
 * quickly and without taking much memory.
 *
 * <p>The system property {@code bnn4j.mutants} says how many; the profile {@code fuzz} sets it to
 * 100,000. What a reader fails on is written to {@code target/fuzz}, and once mended belongs into
 * {@code src/test/resources} beside this class, into the folder of the reader: all files there are
 * read as well.
 */
public final class Fuzz {

  private static final int MUTANTS = Integer.getInteger("bnn4j.mutants", 3_000);
  private static final long MAX_CPU_NANOS = 5_000_000_000L;
  private static final long MAX_BYTES = 256L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Class<? extends RuntimeException> refusal;
  private final Reader reader;
  private final List<String> failures = new ArrayList<>();
  private int accepted;
  private int refused;

  /** Reads a file. */
  @FunctionalInterface
  public interface Reader {

    /**
     * Reads it.
     *
     * @throws Exception if it is not valid
     */
    void read(byte[] file) throws Exception;
  }

  private Fuzz(String name, Class<? extends RuntimeException> refusal, Reader reader) {
    this.name = name;
    this.refusal = refusal;
    this.reader = reader;
  }

  /**
   * Feeds a reader.
   *
   * @param name the name of the reader
   * @param corpus valid files
   * @param repair rights the checksums of a mutant, for every other one
   * @param refusal what the reader throws at damaged files
   * @param reader the reader
   */
  public static void run(
      String name,
      List<byte[]> corpus,
      UnaryOperator<byte[]> repair,
      Class<? extends RuntimeException> refusal,
      Reader reader)
      throws IOException {
    Fuzz fuzz = new Fuzz(name, refusal, reader);
    for (byte[] valid : corpus) {
      fuzz.feed("valid", valid);
    }
    assertThat(fuzz.accepted).as("valid files").isEqualTo(corpus.size());
    fuzz.feedKnownFiles();
    long start = System.nanoTime();
    for (int seed = 0; seed < MUTANTS; seed++) {
      byte[] mutant = Mutator.mutant(seed, corpus);
      fuzz.feed("mutant-" + seed, seed % 2 == 0 ? mutant : repair.apply(mutant));
    }
    fuzz.report((System.nanoTime() - start) / 1e9);
    assertThat(fuzz.failures).isEmpty();
    assertThat(fuzz.refused).isGreaterThan(MUTANTS / 10);
  }

  private void feedKnownFiles() throws IOException {
    Path folder = Path.of("src/test/resources/io/github/bnn4j/examples/fuzz", name);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          feed(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    }
  }

  private void feed(String id, byte[] file) throws IOException {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    String failure = read(file);
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    if (bytes > MAX_BYTES) {
      failure += " took " + bytes + " bytes of memory";
    }
    if (nanos > MAX_CPU_NANOS) {
      failure += " took " + nanos + " ns";
    }
    if (!failure.isEmpty() && failures.size() < 20) {
      Path kept = Path.of("target", "fuzz", name, id);
      Files.createDirectories(kept.getParent());
      Files.write(kept, file);
      failures.add(kept + failure);
    }
  }

  /** What is wrong with the way a file was read, or nothing. */
  private String read(byte[] file) {
    try {
      reader.read(file);
      accepted++;
      return "";
    } catch (Throwable e) {
      if (refusal.isInstance(e)) {
        refused++;
        boolean oneLine = e.getMessage() != null && e.getMessage().lines().count() == 1;
        return oneLine ? "" : " is refused in other than one line: " + e.getMessage();
      }
      StackTraceElement[] trace = e.getStackTrace();
      return " makes " + e + (trace.length == 0 ? "" : " at " + trace[0]);
    }
  }

  private void report(double seconds) throws IOException {
    Path file = Path.of("target", "fuzz", name + ".txt");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            "%s: %,d mutants in %.1f s, %,d accepted, %,d refused, %d failures%n",
            name,
            MUTANTS,
            seconds,
            accepted,
            refused,
            failures.size()));
  }
}
