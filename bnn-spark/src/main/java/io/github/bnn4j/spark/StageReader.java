// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import java.util.Locale;
import java.util.function.BiFunction;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/**
 * Reads a stage that was saved. Parameters that an earlier version did not have keep their
 * defaults; a stage with parameters or values that only a later version knows is refused.
 *
 * @param <S> the stage
 */
final class StageReader<S extends Params> extends MLReader<S> {
  private final Class<S> type;
  private final BiFunction<String, String, S> maker;

  /**
   * Makes a reader.
   *
   * @param maker makes the stage of its name and its folder, with default parameters
   */
  StageReader(Class<S> type, BiFunction<String, String, S> maker) {
    this.type = type;
    this.maker = maker;
  }

  @Override
  public S load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sparkSession(), type.getName());
    S stage = maker.apply(metadata.uid(), path);
    try {
      metadata.getAndSetParams(stage, Option.empty());
    } catch (Exception e) { // of many kinds, some of them checked, which Scala does not declare
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The %s in %s was saved by another version of this library, or damaged: %s",
              type.getSimpleName(),
              path,
              e.getMessage()),
          e);
    }
    return stage;
  }
}
