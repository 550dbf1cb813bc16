// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Training steps of this library and of PyTorch, each in a process of its own. */
package io.github.bnn4j.benchmarks.training;
