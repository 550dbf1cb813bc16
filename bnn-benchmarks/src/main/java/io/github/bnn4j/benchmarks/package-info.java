// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Measures this library beside others; the command {@code ./bnn benchmark}. */
package io.github.bnn4j.benchmarks;
