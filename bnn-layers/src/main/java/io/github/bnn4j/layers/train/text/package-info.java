// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** For the use of this library alone: how the settings of a training are put in words. */
package io.github.bnn4j.layers.train.text;
