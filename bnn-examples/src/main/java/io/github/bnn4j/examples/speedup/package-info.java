// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** One convolution, computed as bits and as floats, and timed on one thread. */
package io.github.bnn4j.examples.speedup;
