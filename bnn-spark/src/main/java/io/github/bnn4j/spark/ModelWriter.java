// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.spark.classify.SharedNetwork;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Saves a model: its parameters as Spark saves those of every stage, the network's file beside. */
final class ModelWriter extends MLWriter {

  /** The network's file in the folder of a saved model. */
  static final String NETWORK = "network.bnn";

  private final BnnClassificationModel model;
  private final SharedNetwork network;

  ModelWriter(BnnClassificationModel model, SharedNetwork network) {
    this.model = model;
    this.network = network;
  }

  @Override
  public void saveImpl(String path) {
    NetworkFile.write(network, path + "/" + NETWORK);
    DefaultParamsWriter.saveMetadata(model, path, sparkSession());
  }
}
