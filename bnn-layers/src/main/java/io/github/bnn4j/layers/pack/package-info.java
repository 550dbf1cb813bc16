// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** From a trained network to a packed one. */
package io.github.bnn4j.layers.pack;
