// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.board;

import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.proto.ProtoMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads them: records of length, message and their checksums. Not
 * thread-safe.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">the records</a>
 */
final class EventFile implements AutoCloseable {

  /** Fields of the message Event. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;

  /** The status of a SessionLog after which earlier events of later steps no longer count. */
  private static final int START = 1;

  private static final int MASK_DELTA = 0xa282ead8;

  private final OutputStream out;
  private final Clock clock;

  private EventFile(OutputStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Makes a new file for what happens from a step on.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  static EventFile create(Path directory, long step, Clock clock) {
    try {
      Files.createDirectories(directory);
      String name = "events.out.tfevents." + clock.millis() / 1000 + ".bnn4j";
      Path file = directory.resolve(name);
      for (int i = 1; Files.exists(file); i++) {
        file = directory.resolve(name + "." + i);
      }
      EventFile events = new EventFile(Files.newOutputStream(file), clock);
      events.write(events.event().text(FILE_VERSION, "brain.Event:2"));
      events.write(
          events
              .event()
              .integer(STEP, step)
              .message(SESSION_LOG, new ProtoMessage().integer(1, START)));
      return events;
    } catch (IOException e) {
      throw IoProblem.unchecked("Events cannot be written to " + directory, e);
    }
  }

  /** Adds a point to a curve. */
  void scalar(String tag, long step, double value) {
    ProtoMessage point = new ProtoMessage().text(1, tag).number(2, (float) value);
    write(event().integer(STEP, step).message(SUMMARY, new ProtoMessage().message(1, point)));
  }

  private ProtoMessage event() {
    Instant now = clock.instant();
    return new ProtoMessage().number(WALL_TIME, now.getEpochSecond() + now.getNano() / 1e9);
  }

  private void write(ProtoMessage message) {
    byte[] bytes = message.toBytes();
    byte[] length = little(Long.BYTES).putLong(bytes.length).array();
    ByteBuffer record = little(length.length + bytes.length + 2 * Integer.BYTES);
    record.put(length).putInt(checksum(length)).put(bytes).putInt(checksum(bytes));
    try {
      out.write(record.array());
    } catch (IOException e) {
      throw IoProblem.unchecked("An event cannot be written", e);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC-32C, turned and shifted so that checksums of checksums differ from what they check. */
  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw IoProblem.unchecked("Events could not be written to their end", e);
    }
  }
}
