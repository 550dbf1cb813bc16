// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Trouble with files and connections in words. */
package io.github.bnn4j.examples.io;
