// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Binary arithmetic and packed inference. Classifying needs nothing but the logging facade. */
module io.github.bnn4j.core {
  requires org.slf4j;

  // of core.binarize, for training
  requires static nd4j.api;

  // of the kernels for newer JVMs, where the JVM was started with it
  requires static jdk.incubator.vector;

  // tells whether the JVM compiles what runs on the Vector API
  requires static jdk.management;
  requires static java.management;

  exports io.github.bnn4j.core.binarize;
  exports io.github.bnn4j.core.bit;
  exports io.github.bnn4j.core.file;
  exports io.github.bnn4j.core.graph;
  exports io.github.bnn4j.core.onnx;
  exports io.github.bnn4j.core.packed;
  exports io.github.bnn4j.core.packed.layer;
  exports io.github.bnn4j.core.shape;
  exports io.github.bnn4j.core.check to
      io.github.bnn4j.images,
      io.github.bnn4j.layers,
      io.github.bnn4j.zoo,
      io.github.bnn4j.examples;
  exports io.github.bnn4j.core.kernel to
      io.github.bnn4j.layers,
      io.github.bnn4j.examples,
      io.github.bnn4j.benchmarks;
  exports io.github.bnn4j.core.proto to
      io.github.bnn4j.layers;
}
