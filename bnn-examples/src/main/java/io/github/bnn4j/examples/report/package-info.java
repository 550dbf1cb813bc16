// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * What is measured of a network, and how it is kept and drawn. Charts are PNG files, drawn without
 * a display and readable in black and white.
 */
package io.github.bnn4j.examples.report;
