// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** The bit-packed tensor: a shape, the words that hold it, and the one rule for signs and bits. */
package io.github.bnn4j.core.bit;
