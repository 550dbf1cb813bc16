// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What went wrong with a file or a connection, in words for a user: the messages of Java itself are
 * often only the path.
 */
public final class IoProblem {
  private IoProblem() {}

  /**
   * An exception whose message is a sentence with the reason.
   *
   * @param failure what could not be done, without a full stop
   * @param cause why
   * @return to be thrown
   */
  public static UncheckedIOException unchecked(String failure, IOException cause) {
    return new UncheckedIOException(failure + ": " + describe(cause) + ".", cause);
  }

  /**
   * Why a name that is not ASCII cannot be that of a file here, and what to do, as part of a
   * sentence.
   *
   * @return for example {@code the encoding of this locale, ANSI_X3.4-1968, has no characters for
   *     it; set LC_ALL=C.UTF-8}
   */
  public static String encoding() {
    return "the encoding of this locale, "
        + System.getProperty("sun.jnu.encoding", "unknown")
        + ", has no characters for it; set LC_ALL=C.UTF-8";
  }

  /**
   * The reason as part of a sentence.
   *
   * @param e the problem
   * @return for example {@code there is no such file or directory}
   */
  public static String describe(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "it is a file, not a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else has that name";
    }
    if (e instanceof ConnectException) {
      return "no connection";
    }
    if (e instanceof UnknownHostException) {
      return "no host of the name " + e.getMessage() + " is known";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
