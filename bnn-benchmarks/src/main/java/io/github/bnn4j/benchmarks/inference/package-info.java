// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Packed networks beside ONNX Runtime, and the binary kernel alone. */
package io.github.bnn4j.benchmarks.inference;
