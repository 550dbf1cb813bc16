// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.benchmarks.training;

import io.github.bnn4j.examples.report.Json;
import io.github.bnn4j.zoo.Architecture;
import io.github.bnn4j.zoo.Zoo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The process of one side: gets ready, says so, and then does what each line of input asks. */
public final class TrainingProcess {

  static final String OURS = "ours";
  static final String PYTORCH = "pytorch";
  static final String TURN = "turn";
  static final String REPORT = "report";

  /** Until the JVM has compiled what a step runs. */
  private static final long WARM_UP_NANOS = 12_000_000_000L;

  private TrainingProcess() {}

  /**
   * Runs until its input ends.
   *
   * @param arguments the side, our model, the batch size and maybe the directory of the data
   */
  public static void main(String[] arguments) throws IOException {
    Architecture model = Zoo.named(arguments[1]).orElseThrow();
    int batch = Integer.parseInt(arguments[2]);
    Optional<Path> data = Arrays.stream(arguments).skip(3).findFirst().map(Path::of);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (TrainingSide side =
        arguments[0].equals(OURS)
            ? new OurTraining(model, batch, data)
            : new TorchTraining(model, batch)) {
      warmUp(side);
      side.startReport();
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        Map<String, Object> answer =
            line.equals(TURN) ? Map.of("stepMs", side.turn()) : side.report();
        System.out.println(Json.write(answer));
      }
    }
    // native thread pools would keep the JVM alive
    System.exit(0);
  }

  private static void warmUp(TrainingSide side) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    do {
      side.turn();
    } while (System.nanoTime() < end);
  }
}
