// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** The command {@code ./bnn}: one class for each of its commands. */
package io.github.bnn4j.examples.cli;
