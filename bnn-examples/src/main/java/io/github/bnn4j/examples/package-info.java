// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Mains that reproduce the published tables and figures, each with a result to be tested. */
package io.github.bnn4j.examples;
