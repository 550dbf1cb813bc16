// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.spark.classify.SharedNetwork;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link ModelWriter} saved. */
final class ModelReader extends MLReader<BnnClassificationModel> {

  @Override
  public BnnClassificationModel load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(
            path, sparkSession(), BnnClassificationModel.class.getName());
    SharedNetwork network = new SharedNetwork(NetworkFile.read(path + "/" + ModelWriter.NETWORK));
    BnnClassificationModel model = new BnnClassificationModel(metadata.uid(), network);
    try {
      metadata.getAndSetParams(model, Option.empty());
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The model %s was saved by another version of this library: %s",
              path,
              e.getMessage()),
          e);
    }
    return model;
  }
}
