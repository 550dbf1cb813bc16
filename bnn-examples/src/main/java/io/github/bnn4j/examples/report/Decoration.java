// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.report;

import io.github.bnn4j.core.file.IoProblem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is nice to have beside a result: charts and pages. A failure of it stops nothing and is said
 * once; without fonts, as in slim containers, every chart fails, and in many ways. Thread-safe.
 */
public final class Decoration {
  private static final Logger LOG = LoggerFactory.getLogger(Decoration.class);
  private static final Decoration OF_PROCESS = new Decoration(LOG::warn);

  private final Consumer<String> remark;
  private final AtomicBoolean said = new AtomicBoolean();

  Decoration(Consumer<String> remark) {
    this.remark = remark;
  }

  /** Writes a file, or goes on without it. */
  public static void attempt(Path file, Runnable write) {
    OF_PROCESS.tryTo(file, write);
  }

  void tryTo(Path file, Runnable write) {
    try {
      write.run();
    } catch (Exception | Error e) {
      if (!said.getAndSet(true)) {
        remark.accept(
            file
                + " is left out, and whatever else cannot be drawn: "
                + reason(e)
                + ". The rest goes on.");
      }
    }
  }

  /** What went wrong in the first place: Java wraps the lack of fonts in several errors. */
  private static String reason(Throwable e) {
    if (e instanceof UncheckedIOException io) {
      return IoProblem.describe(io.getCause());
    }
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String message = first.getMessage() == null ? first.toString() : first.getMessage();
    String line = message.replaceAll("\\s*\\R\\s*", " ");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
