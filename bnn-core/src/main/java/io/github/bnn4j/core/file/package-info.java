// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Files that are there whole or not at all. */
package io.github.bnn4j.core.file;
