// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * For the use of this library alone: the one way bnn-core refuses an argument, an {@link
 * java.lang.IllegalArgumentException} whose message is a sentence with the value that was wrong;
 * how sentences name a number of things; and the mark of what the build does not check for Android.
 */
package io.github.bnn4j.core.check;
