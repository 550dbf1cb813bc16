// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.SpeedupByChannels;
import io.github.bnn4j.examples.SpeedupByFilterSize;
import io.github.bnn4j.examples.speedup.Speedup;
import io.github.bnn4j.examples.speedup.SpeedupReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reproduces the figures of speed-ups. */
@Command(
    name = "speedup",
    description = {
      "Time binary against float convolutions, next to the theory (figures 4 b and c of XNOR-Net).",
      "Takes about half a minute; everything else on the machine makes it less exact."
    },
    footer = {"", "Examples:", "  bnn speedup", "  bnn speedup --turns 15 --out runs/speedup"})
final class SpeedupCommand extends BnnCommand {
  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "5",
      converter = WholeNumber.Positive.class,
      description = "How often each convolution is timed (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/speedup",
      description = "Where to write tables and charts (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  Map<String, Object> run(Console console) {
    int channelTurns = SpeedupByChannels.CHANNELS.size() * turns;
    int allTurns = channelTurns + SpeedupByFilterSize.SIDES.size() * turns;
    SpeedupReport channels;
    SpeedupReport sides;
    try (Progress progress = Progress.start(console, "measure", allTurns, "turn")) {
      channels =
          SpeedupByChannels.run(
              SpeedupByChannels.CHANNELS, turns, done -> progress.at(done, "channels"));
      sides =
          SpeedupByFilterSize.run(
              SpeedupByFilterSize.SIDES,
              turns,
              done -> progress.at(channelTurns + done, "filter sizes"));
    }
    channels.write(out, "speedup-by-channels");
    sides.write(out, "speedup-by-filter-size");
    console.print("%s%n%s%n", channels.table().markdown(), sides.table().markdown());
    console.files(
        "Charts:",
        out.resolve("speedup-by-channels.png"),
        out.resolve("speedup-by-filter-size.png"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("byChannels", json(channels));
    json.put("byFilterSize", json(sides));
    return json;
  }

  private static List<Map<String, Object>> json(SpeedupReport report) {
    return report.timings().stream().map(SpeedupCommand::json).toList();
  }

  private static Map<String, Object> json(Speedup.Timing timing) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("channels", timing.convolution().channels());
    json.put("kernel", timing.convolution().kernel());
    json.put("theory", timing.convolution().theory());
    json.put("naiveMs", timing.naiveMilliseconds());
    json.put("oneDnnMs", timing.oneDnnMilliseconds());
    json.put("packedMs", timing.packedMilliseconds());
    return json;
  }
}
