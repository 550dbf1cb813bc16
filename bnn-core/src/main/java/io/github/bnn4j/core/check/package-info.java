// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The one way bnn-core refuses an argument, for the use of this library alone: an {@link
 * java.lang.IllegalArgumentException} whose message is a sentence with the value that was wrong.
 */
package io.github.bnn4j.core.check;
