// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Charts as PNG files, drawn without a display and readable in black and white. */
package io.github.bnn4j.examples.chart;
