// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cli;

import io.github.bnn4j.examples.PublishedRun;
import io.github.bnn4j.examples.ReproduceCifar10Table;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.examples.report.TableFiles;
import io.github.bnn4j.layers.train.ImageDataset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reproduces the table of results. */
@Command(
    name = "table",
    description = "Evaluate all pretrained networks next to the published results.",
    footer = {"", "Examples:", "  bnn table", "  bnn table --limit 1000 --out runs/table"})
final class TableCommand extends BnnCommand {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10000",
      converter = WholeNumber.Positive.class,
      description = "Only the first N test images (default: ${DEFAULT-VALUE}, all).")
  private int limit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/table",
      description = "Where to write table.md and table.csv (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  Map<String, Object> run(Console console) {
    ImageDataset test = Cifar10Dataset.embeddedTest();
    test = test.subset(0, Math.min(limit, test.size()));
    ReproduceCifar10Table.Result result;
    long evaluations = (long) PublishedRun.all().size() * test.size();
    try (Progress progress = Progress.start(console, "table", evaluations, "image")) {
      result = ReproduceCifar10Table.run(test, done -> progress.at(done, ""));
    }
    TableFiles.write(out, "table", result.table());
    console.print("%s", result.table().markdown());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", test.size());
    json.put("networks", result.rows().stream().map(TableCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(ReproduceCifar10Table.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", row.published().weights().architecture().name());
    json.put("publishedBestTop1", row.published().bestTop1());
    json.put("top1", row.ours().top1());
    json.put("trainingSeconds", row.trainingTime().toSeconds());
    json.put("trainedBy", row.trainedBy());
    json.put("packedBytes", row.packedBytes());
    return json;
  }
}
