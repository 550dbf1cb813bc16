// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.train.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.layers.train.EpochResult;
import io.github.bnn4j.layers.train.Evaluation;
import io.github.bnn4j.layers.train.LayerStatistics;
import io.github.bnn4j.layers.train.StepResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardListenerTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 500_000_000), ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void theChecksumIsThatOfTheKnownCheckValue() {
    assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
  }

  @Test
  void everyEventOfATrainingIsAWholeRecordInOrder() throws IOException {
    try (TensorBoardListener listener = new TensorBoardListener(directory, CLOCK)) {
      listener.onStep(new StepResult(3, 7, 10, 4, 1.5, 25, 0.1, 2, 0.25, List.of()));
      listener.onEpoch(
          new EpochResult(
              3,
              0.01,
              new Evaluation(40, 10, 1.25),
              Optional.of(new Evaluation(8, 6, 0.5)),
              1.75,
              List.of(
                  new LayerStatistics("conv1", 27, 1.5, Double.NaN, Double.NaN),
                  new LayerStatistics("conv2", 64, 0.75, 0.125, 0.5)),
              2));
    }

    List<String> events = events();

    assertThat(events)
        .containsExactly(
            "version brain.Event:2",
            "27 start",
            "27 step/loss 1.5",
            "27 step/top-1 25.0",
            "27 step/learning rate 0.1",
            "27 step/gradient norm 2.0",
            "27 step/flips 0.25",
            "27 epoch/learning rate 0.01",
            "27 epoch/training loss 1.25",
            "27 epoch/training top-1 25.0",
            "27 epoch/validation loss 0.5",
            "27 epoch/validation top-1 75.0",
            "27 epoch/images per second 20.0",
            "27 epoch/gradient norm 1.75",
            "27 gradient norm/conv1 1.5",
            "27 gradient norm/conv2 0.75",
            "27 flips/conv2 0.125",
            "27 saturated/conv2 0.5");
  }

  @Test
  void aTrainingThatGoesOnLeavesTheFileBeforeAlone() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (TensorBoardListener listener = new TensorBoardListener(directory, CLOCK)) {
        listener.onStep(new StepResult(1, 1, 10, 4, 1.5, 25, 0.1, 2, 0.25, List.of()));
      }
    }

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "events.out.tfevents.1700000000.bnn4j", "events.out.tfevents.1700000000.bnn4j.1");
    }
  }

  private List<String> events() throws IOException {
    List<String> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      ByteBuffer all =
          ByteBuffer.wrap(Files.readAllBytes(files.findFirst().orElseThrow()))
              .order(ByteOrder.LITTLE_ENDIAN);
      while (all.hasRemaining()) {
        byte[] length = take(all, 8);
        assertThat(all.getInt()).isEqualTo(masked(crc(length)));
        int bytes = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] message = take(all, bytes);
        assertThat(all.getInt()).isEqualTo(masked(crc(message)));
        events.add(describe(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN)));
      }
    }
    return events;
  }

  /** Reads the one shape of each message that is written. */
  private static String describe(ByteBuffer event) {
    assertThat(event.get()).as("field 1, 64 bits").isEqualTo((byte) 0x09);
    assertThat(event.getDouble()).isEqualTo(1_700_000_000.5);
    byte tag = event.get();
    if (tag == 0x1a) {
      return "version " + text(event);
    }
    assertThat(tag).as("field 2, a varint").isEqualTo((byte) 0x10);
    String step = event.get() + " ";
    tag = event.get();
    event.get(); // the length of the message within
    if (tag == 0x3a) {
      assertThat(take(event, 2)).containsExactly(0x08, 1);
      return step + "start";
    }
    assertThat(tag).as("field 5, a message").isEqualTo((byte) 0x2a);
    assertThat(event.get()).as("a value").isEqualTo((byte) 0x0a);
    event.get();
    assertThat(event.get()).as("its tag").isEqualTo((byte) 0x0a);
    String name = text(event);
    assertThat(event.get()).as("32 bits").isEqualTo((byte) 0x15);
    return step + name + " " + event.getFloat();
  }

  private static String text(ByteBuffer event) {
    return new String(take(event, event.get()), StandardCharsets.UTF_8);
  }

  private static byte[] take(ByteBuffer from, int count) {
    byte[] bytes = new byte[count];
    from.get(bytes);
    return bytes;
  }

  private static int masked(int crc) {
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  /** CRC-32C bit by bit. */
  private static int crc(byte[] bytes) {
    int crc = -1;
    for (byte each : bytes) {
      crc ^= each & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ (crc & 1) * 0x82f63b78;
      }
    }
    return ~crc;
  }
}
