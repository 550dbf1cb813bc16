// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.core.packed.LayerTime;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Session;
import io.github.bnn4j.zoo.train.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the time of an image goes, as a table of HTML with a bar for each layer. */
final class LayerTimes {
  private static final int RUNS = 50;

  private LayerTimes() {}

  /** Measures on one image, on one thread. */
  static String html(PackedNetwork network, byte[] pixels) {
    Session session = network.newSession();
    Map<String, List<Long>> nanos = new LinkedHashMap<>();
    for (int run = 0; run < RUNS; run++) {
      for (LayerTime time : session.times(pixels)) {
        nanos.computeIfAbsent(time.layers(), layers -> new ArrayList<>()).add(time.nanos());
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    nanos.forEach((layers, times) -> medians.put(layers, median(times)));
    double all = medians.values().stream().mapToDouble(Double::doubleValue).sum();
    double longest = medians.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    String rows =
        medians.entrySet().stream()
            .map(layers -> row(layers.getKey(), layers.getValue(), longest))
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        """
        <h2>Where the time goes</h2>
        <p>One image on one thread: %.2f ms, medians of %d runs; %s. Layers that run as one share
        a line.</p>
        <table>
        %s</table>
        """,
        all,
        RUNS,
        Device.describe(),
        rows);
  }

  private static double median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
  }

  private static String row(String layers, double milliseconds, double longest) {
    return String.format(
        Locale.ROOT,
        "<tr><td>%s</td><td>%.3f ms</td><td>%s</td></tr>%n",
        layers.replace(">", "&gt;"),
        milliseconds,
        DemoPage.bar(longest == 0 ? 0 : milliseconds / longest));
  }
}
