// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common: where they run, and results as text or JSON. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
abstract class SparkCommand implements Callable<Integer> {
  private static final String MASTER = "spark.master";

  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where Spark runs, such as local[4] (default: as spark-submit says, else this machine).")
  private Optional<String> master;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object; everything else goes to standard error.")
  private boolean json;

  @Override
  public final Integer call() throws IOException {
    Map<String, Object> result;
    try (SparkSession spark = session()) {
      spark.sparkContext().setLogLevel("ERROR");
      result = run(spark);
    }
    if (json) {
      spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
    }
    return 0;
  }

  private SparkSession session() {
    SparkConf conf = new SparkConf();
    master.ifPresent(url -> conf.setMaster(url));
    conf.setIfMissing(MASTER, fallback());
    conf.setIfMissing("spark.app.name", spec.qualifiedName());
    if (conf.get(MASTER).startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "localhost");
      // processes of their own, started by Spark without an installation of it
      conf.setIfMissing("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Where it runs if nobody says so. */
  abstract String fallback();

  /**
   * Does the work and prints what it found for people.
   *
   * @return the result for programs
   */
  abstract Map<String, Object> run(SparkSession spark);

  /** Refuses a folder that exists, before any work is done for it. */
  static void requireNew(SparkSession spark, String folder) {
    Path path = new Path(folder);
    try {
      if (path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path)) {
        throw new IllegalArgumentException(
            folder + " exists already; give the result a folder of its own.");
      }
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot reach " + folder, e);
    }
  }

  /** Prints a part of the result for people. */
  final void print(String format, Object... arguments) {
    if (!json) {
      spec.commandLine().getOut().println(String.format(Locale.ROOT, format, arguments));
    }
  }

  /** Prints how far the work is. */
  final void progress(String format, Object... arguments) {
    spec.commandLine().getErr().println(String.format(Locale.ROOT, format, arguments));
  }
}
