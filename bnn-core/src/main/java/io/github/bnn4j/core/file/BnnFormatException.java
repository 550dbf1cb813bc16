// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.file;

/**
 * Says that a file is not what its reader takes it for: cut short, damaged, of another format or a
 * newer version. The message names the file, the offset and the reason, in one line.
 */
public final class BnnFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 1_000;

  /** The file, or what else was read. */
  private final String file;

  /** The byte at which the reader gave up, from 0. */
  private final long offset;

  /** What is wrong there, as a sentence. */
  private final String reason;

  /**
   * Makes an exception.
   *
   * @param file the file, or what else was read
   * @param offset the byte at which the reader gave up, from 0
   * @param reason what is wrong there, as a sentence
   */
  public BnnFormatException(String file, long offset, String reason) {
    super(printable(file) + ", byte " + offset + ": " + printable(reason));
    this.file = printable(file);
    this.offset = offset;
    this.reason = printable(reason);
  }

  /** Names in a file may be of any length and hold any character; a message is one line. */
  private static String printable(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return start.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", "?");
  }

  /** {@return the file, or what else was read} */
  public String file() {
    return file;
  }

  /** {@return the byte at which the reader gave up, from 0} */
  public long offset() {
    return offset;
  }

  /** {@return what is wrong there} */
  public String reason() {
    return reason;
  }
}
